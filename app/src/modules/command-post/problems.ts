import { defineProblems } from '../../kernel/problem.ts';

defineProblems({
  'command-post.outside': 400,
  'command-post.not-yours': 403,
  'command-post.until': 400,
});
