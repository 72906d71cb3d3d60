import { type Language, LANGUAGES } from '#kept/contracts';

/** The best of our languages for an `Accept-Language` header (RFC 9110 §12.5.4); English where none is asked for. */
export function languageOf(header: string | undefined): Language {
  const wishes = (header ?? '')
    .split(',')
    .slice(0, 20)
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const quality = parameters.map((one) => /^\s*q=([\d.]+)\s*$/.exec(one)?.[1]).find((one) => one !== undefined);
      return { tag: tag.toLowerCase(), quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const { tag } of wishes) {
    const match = LANGUAGES.find((language) => primary(language) === primary(tag));
    if (match) return match;
  }
  return 'en';
}

const primary = (tag: string): string => tag.toLowerCase().split('-')[0]!;
