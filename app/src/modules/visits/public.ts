// What other modules may use of visits.
export {
  addTargets,
  answerLink,
  offerTimes,
  openCampaign,
  recordVisit,
  type VisitParts,
} from './service.ts';
