import { defineProblems } from '../../kernel/problem.ts';

defineProblems({
  'incident.outside': 400,
  'incident.not-yours': 403,
  'incident.until': 400,
  'incident.report-not-yours': 403,
  'incident.report-final-signed': 409,
  'incident.report-kind': 400,
  'incident.report-final-early': 409,
  'incident.report-next': 400,
  'incident.report-id': 409,
  'incident.report-unknown': 404,
  'incident.report-signed': 409,
});
