import { defineProblems } from '../../kernel/problem.ts';

defineProblems({
  'visits.campaign-unknown': 404,
  'visits.campaign-closed': 409,
  'visits.not-your-area': 403,
  'visits.dates': 400,
  'visits.target-unknown': 404,
  'visits.not-your-visit': 403,
  'visits.place-unknown': 400,
  'visits.no-post': 400,
  'visits.changed-meanwhile': 409,
  'visits.appointment-first': 409,
  'visits.no-visit-wanted': 409,
  'visits.already-visited': 409,
  'visits.times-past': 400,
  'visits.needs-without-visit': 400,
  'visits.link-unknown': 404,
  'visits.time-gone': 409,
});
