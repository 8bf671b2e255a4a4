/** What follows the number of a house. */
export const HOUSE_NUMBER = '号';
