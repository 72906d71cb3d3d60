import { explanationJson } from '#kept/answers';
import { timeZoneDatabase } from '#kept/application';
import { importCalendar, weeklyHours } from '#kept/calendars';
import { explain, timeZone } from '#kept/domain';
import { printData, say } from '#kept/terminal';
import { Command } from 'commander';
import { gathered, momentFrom } from '../arguments.js';
import { spanFrom } from '../calendar/calendar-span.js';
import { readEdition, versionFrom } from '../calendar/edition-file.js';
import { daysOf, EDITION_COLUMNS, listedEditions } from '../calendar/edition-tables.js';
import { explanationNotes, explanationTable } from '../calendar/explanation-table.js';
import { editionOf, publish, teamWith } from '../calendar/team-calendars.js';
import { type Format, formatted } from '../output/formats.js';
import { UsageError } from '../usage-error.js';
import { dataOption } from './data-option.js';
import { outputOption } from './output-option.js';

/**
 * `kept calendar`: a team's working time. An edition is published once and never changes, so nothing that was reckoned by
 * it moves: not when a holiday package is upgraded, nor when the next edition comes.
 */
export function calendarCommand(): Command {
  const calendar = new Command('calendar').enablePositionalOptions();
  for (const command of [importCommand(), publishCommand(), listCommand(), showCommand(), explainCommand()])
    calendar.addCommand(command.addOption(dataOption()).exitOverride());
  return calendar;
}

interface ImportOptions {
  data: string;
  hours?: string[];
  timeZone?: string;
  team?: string;
  version?: string;
}

function importCommand(): Command {
  return new Command('import')
    .description('Make an edition of the public holidays of a country and a year; print it, or publish it for a team.')
    .argument('<country>', 'cn (with its working weekends), or another: gb, de, a part of it: de-by')
    .argument('<year>', 'the year')
    .option('--hours <hours>', 'open hours: "mon-fri 09:00-12:00,13:00-18:00"; may be repeated', gathered)
    .option('--time-zone <zone>', 'the zone of the hours; needed where a country has several')
    .option('--team <team>', 'publish it for this team instead of printing it')
    .option('--version <version>', 'the version to publish it as; default: country and year, cn-2026')
    .action(async (country: string, year: string, options: ImportOptions) => {
      const { data, hours, team, version = `${country.toLowerCase()}-${year}` } = options;
      if (!/^\d{4}$/.test(year)) throw new UsageError(`“${year}” is no year.`);
      const edition = await importCalendar({
        ...{ country, year: Number(year) },
        ...(hours && { weekly: weeklyHours(hours) }),
        ...(options.timeZone !== undefined && { timeZone: options.timeZone }),
      });
      if (team === undefined) return printData(`${JSON.stringify(edition, null, 2)}\n`);
      await publish(data, team, version, edition);
      say(`Calendar ${version} is in force for ${team}.`);
    });
}

function publishCommand(): Command {
  return new Command('publish')
    .description('Publish an edition. It is in force for promises made from now on.')
    .argument('<team>', 'the team’s id')
    .argument('<file>', 'the edition as JSON, as `kept calendar import` prints it')
    .option('--version <version>', 'the version to publish it as; default: the name of the file')
    .action(async (team: string, file: string, { data, version = versionFrom(file) }: ImportOptions) => {
      await publish(data, team, version, await readEdition(file));
      say(`Calendar ${version} is in force for ${team}.`);
    });
}

interface ShowOptions {
  data: string;
  output: Format;
}

function listCommand(): Command {
  return new Command('list')
    .description('List the editions of a team’s calendar, and which is in force.')
    .argument('<team>', 'the team’s id')
    .addOption(outputOption())
    .action(async (id: string, { data, output }: ShowOptions) => {
      const team = await teamWith(data, id);
      const rows = [...team.calendars].map(([version, { timeZone: zone, validFrom, validTo, special, source }]) => ({
        ...{ version, inForce: version === team.calendar, timeZone: zone, validFrom, validTo },
        ...{ specialDays: Object.keys(special).length, source },
      }));
      await printData(listedEditions(rows, output));
    });
}

function showCommand(): Command {
  return new Command('show')
    .description('Show an edition: its week and its special days. As JSON it can be published again.')
    .argument('<team>', 'the team’s id')
    .argument('[version]', 'which; default: the one in force')
    .addOption(outputOption())
    .action(async (id: string, asked: string | undefined, { data, output }: ShowOptions) => {
      const { version, edition } = editionOf(await teamWith(data, id), asked);
      if (output === 'json') return printData(`${JSON.stringify(edition, null, 2)}\n`);
      await printData(formatted(daysOf(edition), output, EDITION_COLUMNS));
      if (output === 'table')
        say(`${version}, ${edition.timeZone}, ${edition.validFrom} – ${edition.validTo}, from ${edition.source}`);
    });
}

interface ExplainOptions extends ShowOptions {
  from: string;
  add?: string;
  days?: string;
  before?: boolean;
  version?: string;
}

function explainCommand(): Command {
  return new Command('explain')
    .description('Say when so many open hours or business days are up: what was counted, what was skipped and why.')
    .argument('<team>', 'the team’s id')
    .requiredOption(
      '--from <moment>',
      'from when: 2026-03-06T17:00:00+08:00, or "2026-03-06 17:00" by the calendar’s clocks',
    )
    .option('--add <duration>', 'open hours: PT4H')
    .option('--days <number>', 'business days: 3')
    .option('--before', 'count backwards')
    .option('--version <version>', 'by which edition; default: the one in force')
    .addOption(outputOption())
    .action(async (id: string, options: ExplainOptions) => {
      const length = spanFrom(options);
      const pinned = editionOf(await teamWith(options.data, id), options.version);
      const zone = timeZone(pinned.edition.timeZone);
      const at = momentFrom(options.from, zone, '--from');
      const direction = options.before ? 'before' : 'after';
      const explanation = explain({ at, length, direction, timeZoneDatabase: timeZoneDatabase() }, pinned);
      if (options.output !== 'table') return printJson(explanationJson(explanation), options.output);
      await printData(explanationTable(explanation, zone));
      for (const note of explanationNotes(explanation, zone)) say(note);
    });
}

/** One explanation is one value, or one row. */
function printJson(explanation: object, output: Format): Promise<void> {
  if (output === 'json') return printData(`${JSON.stringify(explanation, null, 2)}\n`);
  return printData(formatted([explanation], output, []));
}
