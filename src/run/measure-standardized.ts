import { isRecord } from '../data/flatten-row.js';
import { mapColumns, mapRow } from '../data/map-numbers.js';
import type { BeforeAfter, HessianFigures, ModelEffect } from '../data/types.js';
import type { ModelDefinition } from '../model/model-definition.js';
import { checkGradientSample } from './check-gradient-sample.js';
import { openSetting } from './curvature-setting.js';
import { findDenseSpectrum } from './dense-spectrum.js';
import { openHessian } from './open-hessian.js';
import { prepareModel, type PreparedModel } from './prepare-model.js';
import type { TaskContext } from './task.js';

export interface FeatureScale {
  readonly centre: number;
  readonly scale: number;
}

/** More parameters have too large a Hessian for a glance. */
const MOST_PARAMETERS = 200;

type Figures = Pick<ModelEffect, 'hessian' | 'detectionLimit'>;

/** Curvature and detection limit with the data as they are, and with their features standardised. */
export async function measureStandardized(
  definition: ModelDefinition,
  prepared: PreparedModel,
  scales: ReadonlyMap<string, FeatureScale>,
  context: TaskContext,
  note: (text: string) => void,
): Promise<Figures> {
  const scaled = standardize(prepared.data, scales);
  // Instrumented execution reads the module again, with the data as they are.
  const here: TaskContext = { ...context, loadExact: undefined };
  const both = async <Figure>(
    what: string,
    measure: (model: PreparedModel) => Promise<Figure | null>,
  ): Promise<BeforeAfter<Figure>> => {
    const attempt = async (data: unknown, when: string): Promise<Figure | null> => {
      try {
        return await measure(
          await prepareModel({ ...definition, data: () => data }, context.options, context.userRandom),
        );
      } catch (error) {
        note(`${what} ${when}: ${error instanceof Error ? error.message : String(error)}`);
        return null;
      }
    };
    return {
      before: await attempt(prepared.data, 'with the data as they are'),
      after: scales.size === 0 ? null : await attempt(scaled, 'with standardised features'),
    };
  };
  const detectionLimit = await both(
    'the detection limit',
    async (model) => (await checkGradientSample(model)).detectionLimit,
  );
  if (prepared.layout.size > MOST_PARAMETERS) {
    note(`the Hessian of ${prepared.layout.size} parameters is not looked at here: gradcheck hessian does`);
    return { hessian: null, detectionLimit };
  }
  return { hessian: await both('the Hessian', (model) => measureHessian(model, here)), detectionLimit };
}

function standardize(data: unknown, scales: ReadonlyMap<string, FeatureScale>): unknown {
  const map = (name: string, value: number): number => {
    const found = scales.get(name);
    return found ? (value - found.centre) / found.scale : value;
  };
  if (isRecord(data)) return mapColumns(data, map);
  return Array.from(data as ArrayLike<unknown>, (row) => mapRow(row, map));
}

async function measureHessian(prepared: PreparedModel, context: TaskContext): Promise<HessianFigures> {
  const setting = await openSetting(prepared);
  const { spectrum } = await findDenseSpectrum(setting, await openHessian(setting, context, true));
  const { conditionNumber, stableStep, negative } = spectrum;
  return { conditionNumber, stableStep, negative };
}
