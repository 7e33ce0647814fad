import type { ModelReport, StaleRecord } from '../check/report.js';
import { compareModel } from './compare-model.js';
import { findStale } from './find-stale.js';
import { byPlace, compareTexts, keyOf, placeOf, recordModel, type Identity } from './record-model.js';
import type { Baseline, ModelRecord } from './types.js';

/** How the files of reports and of the baseline belong together. */
export interface Files {
  /** A file of a report as the baseline names it. */
  name(file: string): string;
  /** The other way round. */
  show(file: string): string;
  /** Whether a file of the baseline is there. */
  exists(file: string): boolean;
}

/** A run that is held against a baseline, or gives a new one: model after model, in the order of the run. */
export class BaselineRun {
  readonly #records: ReadonlyMap<string, ModelRecord>;
  readonly #found = new Map<string, { model: ModelReport; identity: Identity }>();
  readonly #times = new Map<string, number>();

  constructor(
    private readonly baseline: Baseline,
    private readonly files: Files,
  ) {
    this.#records = new Map(baseline.models.map((record) => [keyOf(record), record]));
  }

  /** The model with what the baseline knows marked, and what is worse. */
  compare(model: ModelReport): ModelReport {
    const record = this.#records.get(this.#note(model));
    return record ? compareModel(model, record) : model;
  }

  /** The model as it will be held against the new baseline: all that is wrong in it is known. */
  accept(model: ModelReport): ModelReport {
    const key = this.#note(model);
    const record = recordModel(model, this.#found.get(key)!.identity);
    return record ? compareModel(model, record) : model;
  }

  /** What the baseline has and the run did not find again. Models of files that were not run are left alone. */
  stale(): StaleRecord[] {
    return this.baseline.models.flatMap((record) => {
      const found = this.#found.get(keyOf(record));
      if (found) return findStale(found.model, record);
      return this.#isGone(record) ? [this.#show(record)] : [];
    });
  }

  /** The baseline with what this run found in place of what it had of the same models. */
  update(): Baseline {
    const kept = this.baseline.models.filter((record) => !this.#found.has(keyOf(record)) && !this.#isGone(record));
    const renewed = [...this.#found].flatMap(([key, { model, identity }]) => {
      const former = this.#records.get(key);
      const record = recordModel(model, identity);
      // Of what could not be checked now, the former record stands.
      if (!record) return former ?? [];
      return former ? keepUnchecked(record, former, model) : record;
    });
    return { version: 1, models: [...kept, ...renewed].sort(byIdentity) };
  }

  /** Notes a model of the run; returns its key. */
  #note(model: ModelReport): string {
    const file = this.files.name(model.file);
    const place = { file, name: nameInBaseline(model, file) };
    const times = (this.#times.get(keyOf(place)) ?? 0) + 1;
    this.#times.set(keyOf(place), times);
    const identity = times === 1 ? place : { ...place, occurrence: times };
    const key = keyOf(identity);
    this.#found.set(key, { model, identity });
    return key;
  }

  #show({ file, name }: ModelRecord): StaleRecord {
    const shown = this.files.show(file);
    return { file: shown, model: name.startsWith(file) ? shown + name.slice(file.length) : name };
  }

  /** The file is no longer there, or was run and has no such model; a file that failed to load tells of none. */
  #isGone({ file }: ModelRecord): boolean {
    if (!this.files.exists(file)) return true;
    const ofFile = [...this.#found.values()].filter(({ identity }) => identity.file === file);
    return ofFile.length > 0 && ofFile.every(({ model }) => !model.error);
  }
}

/** A model without a name of its own is called like its file, which reports name from the current folder. */
function nameInBaseline({ name, file }: ModelReport, recorded: string): string {
  return name.startsWith(file) ? recorded + name.slice(file.length) : name;
}

/** Parameters that this run left out (--only) keep their records. */
function keepUnchecked(record: ModelRecord, former: ModelRecord, { points }: ModelReport): ModelRecord {
  const left = new Set(
    points.flatMap(({ name, parameters }) =>
      parameters.filter(({ checked }) => checked === 0).map(({ path }) => placeOf({ point: name, path })),
    ),
  );
  const kept = former.parameters.filter((parameter) => left.has(placeOf(parameter)));
  if (kept.length === 0) return record;
  const parameters = [...record.parameters, ...kept].sort(byPlace);
  return { ...record, parameters };
}

function byIdentity(a: ModelRecord, b: ModelRecord): number {
  return compareTexts(a.file, b.file) || compareTexts(a.name, b.name) || (a.occurrence ?? 1) - (b.occurrence ?? 1);
}
