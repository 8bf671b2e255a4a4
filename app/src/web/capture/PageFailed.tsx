// What stands where a page could not be opened: most often its piece of the program did not come through the network.
import { ApiProblem } from '../kit/api.ts';
import { ErrorState } from '../kit/States.tsx';

export function PageFailed({ error }: { error: unknown }) {
  const known = error instanceof ApiProblem || !/import|preload|fetch|module|load/i.test(String(error));
  return (
    <ErrorState
      error={known ? error : new ApiProblem({ status: 0, code: 'network.offline' })}
      // A piece that failed once stays failed until the page is read anew; drafts outlive that.
      onRetry={() => location.reload()}
    />
  );
}
