import { type Language, warningText } from '#kept/contracts';
import { type Warning, WARNINGS } from '#kept/domain';
import { ApiProperty } from '@nestjs/swagger';

/** Something strange about what was recorded, or would be. */
export class WarningAnswer {
  @ApiProperty({ enum: WARNINGS, description: 'New ones may come.' })
  code!: string;

  @ApiProperty({ description: 'In the caller’s language.' })
  detail!: string;
}

/** Warnings as they are answered. */
export const warningsJson = (warnings: readonly Warning[], language: Language): WarningAnswer[] =>
  warnings.map((code) => ({ code, detail: warningText(code, language) }));
