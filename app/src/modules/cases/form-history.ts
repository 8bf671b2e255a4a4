// What each release changed in the forms of commands. A release that renames or drops a field, or asks a new one that must be filled,
// adds its lines here and raises `FORMS_RELEASE` in the contract; phones that were offline since go on being understood.
import type { FormHistory } from '../../engines/case/form-history.ts';

export const formHistory: FormHistory = [];
