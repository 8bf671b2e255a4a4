import { defineProblems } from '../../kernel/problem.ts';
import { mapConstraint } from '../../platform/http/problems.ts';

defineProblems({
  'orders.source-unknown': 404,
  'orders.source-off': 409,
  'orders.source-changed': 409,
  'orders.code-taken': 409,
  'orders.unknown-unit': 400,
  'orders.unknown-area': 400,
  'orders.unknown-category': 400,
  'orders.not-yours': 403,
  'orders.file-missing': 400,
  'orders.file-unreadable': 400,
  'orders.file-too-big': 413,
  'orders.file-empty': 400,
  'orders.no-mapping': 409,
  'orders.column-missing': 400,
  'orders.join-impossible': 409,
  'orders.nothing-to-export': 409,
  'orders.webhook-signature': 401,
  'orders.webhook-time': 401,
  'orders.webhook-replayed': 409,
  'orders.webhook-rejected': 400,
  'orders.callback-needs-secret': 409,
  'orders.callback-address': 400,
});
mapConstraint('outside_sources__code', 'orders.code-taken');
