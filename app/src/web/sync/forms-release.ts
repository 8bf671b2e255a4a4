/** The release of the forms that this build of the app draws; a test holds it against the server's. */
export const FORMS_RELEASE = 1;
