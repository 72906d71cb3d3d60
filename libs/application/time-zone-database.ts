/**
 * Which edition of the time zone database this process reckons with, `2025c`: what a deadline in business time was
 * computed with is said beside it. The domain does not look.
 */
export function timeZoneDatabase(versions: Readonly<Record<string, string | undefined>> = process.versions): string {
  return versions['tz'] ?? 'unknown';
}
