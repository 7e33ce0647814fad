export { instrument, type InstrumentedText, type InstrumentOptions } from './transform/instrument-text.js';
