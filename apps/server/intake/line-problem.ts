import { type Language } from '#kept/contracts';
import { FieldsRefused } from '../http/body-validation.js';
import { fieldProblems, problemOf } from '../http/problem.js';
import { refusalOf } from '../http/refusals.js';
import { type LineProblem } from './outcome.js';

/** Why a line was not recorded, as a whole request would have been told. */
export function lineProblem(error: unknown, language: Language): LineProblem {
  const refused = refusalOf(error);
  const errors = error instanceof FieldsRefused ? fieldProblems(error, language) : undefined;
  const { code, status, detail } = problemOf(refused, { language, request: '' }, errors);
  return { code, status, detail, ...(errors && { errors }) };
}
