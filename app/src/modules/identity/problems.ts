import { defineProblems } from '../../kernel/problem.ts';

defineProblems({ 'identity.no-demo-user': 404 });
