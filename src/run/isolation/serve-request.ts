import { answerRequest } from '../answer-request.js';
import type { RunMessage, RunRequest } from '../protocol.js';
import { containExits } from './contain-exits.js';

/** Readies a thread or process that is there for user code alone; returns what answers the request, once it comes. */
export function serveRequest(tell: (message: RunMessage) => void): (request: RunRequest) => void {
  const exit = process.exit.bind(process);
  const contained = containExits({
    onExit: (error) => {
      tell({ type: 'ending', error });
      return exit(1);
    },
    onUncaught: (error) => {
      tell({ type: 'ending', error });
      exit(1);
    },
  });
  return (request) => void answerRequest(request, tell, contained.use);
}
