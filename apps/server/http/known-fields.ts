import { getMetadataStorage } from 'class-validator';

/** The fields that a class takes, by their names. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- as class-validator has it
export function knownFields(Body: Function): string[] {
  const metadata = getMetadataStorage().getTargetValidationMetadatas(Body, '', false, false);
  return [...new Set(metadata.map(({ propertyName }) => propertyName))];
}
