/** Under which name a draft lies on the shelf. */
export const draftName = (name: string): string => `draft ${name}`;
