// What other modules may use of reviews.
export type { ReviewParts } from './parts.ts';
export { answerRecovery, improve, viewReview } from './service.ts';
