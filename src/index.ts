export { defineModel, defineSuite } from './model/define.js';
export type { GradientOf, LossAndGradient, LossValue, Model, ParameterTree, Widen } from './model/types.js';
export type {
  CheckReport,
  EntryReport,
  ModelReport,
  ParameterReport,
  PointReport,
  RunSummary,
} from './check/report.js';
export { defineConfig, type Config, type ModelOptions, type Override, type RunWideOptions } from './config/types.js';
export { GradcheckError, type ErrorCode } from './errors.js';
export { assertGradient } from './api/assert-gradient.js';
export { check, type AnyModel, type Checkable } from './api/check.js';
export type { CheckOptions, GradientOptions } from './api/check-options.js';
export { GradientError } from './api/gradient-error.js';
export {
  gradient,
  hessianVectorProduct,
  jvp,
  valueAndGradient,
  valueAndGradientAsync,
  type ExactOptions,
  type Loss,
  type ValueAndDerivative,
  type ValueAndGradient,
} from './gradient.js';
export { createMonitor, type Monitor, type MonitorOptions, type ObservedStep } from './api/create-monitor.js';
export type { TrainingReport } from './training/training-report.js';
export type { Alarm, AlarmCode, AlarmLevel } from './training/types.js';
