/** Police, fire, ambulance, and the city's hotline. */
export const EMERGENCY = ['110', '119', '120', '12345'] as const;
