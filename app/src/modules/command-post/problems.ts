import { defineProblems } from '../../kernel/problem.ts';

defineProblems({
  'command-post.outside': 400,
  'command-post.not-yours': 403,
  'command-post.until': 400,
  'command-post.report-not-yours': 403,
  'command-post.report-final-signed': 409,
  'command-post.report-kind': 400,
  'command-post.report-final-early': 409,
  'command-post.report-next': 400,
  'command-post.report-id': 409,
  'command-post.report-unknown': 404,
  'command-post.report-signed': 409,
});
