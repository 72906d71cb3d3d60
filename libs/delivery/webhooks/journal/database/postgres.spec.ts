import { expect, it } from '@jest/globals';
import { schemaFor } from './postgres.js';

it.each([
  ['postgres://kept@db:5432/kept', 'kept_deliveries'],
  ['postgres://kept@db/kept?options=-c%20search_path%3Dkept', 'kept_deliveries'],
  ['postgres://kept@db/kept?options=-c+search_path%3Dnorth%2Cpublic&sslmode=verify-full', 'north_deliveries'],
  ['postgres://kept@db/kept?options=-c%20work_mem%3D8MB', 'kept_deliveries'],
  [`postgres://kept@db/kept?options=-c%20search_path%3D${'n'.repeat(63)}`, `${'n'.repeat(52)}_deliveries`],
  ['postgres://', 'kept_deliveries'],
])('the journal at %s is in the schema %s', (url, schema) => expect(schemaFor(url)).toBe(schema));
