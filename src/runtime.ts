/** What instrumented code goes by: importing this puts it in place, to be done before such code runs. */
import { installRuntime } from './autodiff/runtime.js';

installRuntime();
