import { defineProblems } from '../../kernel/problem.ts';

export const identityProblems = defineProblems({ 'identity.no-demo-user': 404 });
