/** Where rewritten code finds the runtime, on `globalThis`. It is no import, so that the code runs from anywhere. */
export const RUNTIME_KEY = 'gradcheck.autodiff';
