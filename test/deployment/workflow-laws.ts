/** What of a workflow the laws look at. */
export interface Workflow {
  permissions?: Record<string, string> | string;
  concurrency?: { group?: string };
  jobs: Record<string, Job>;
}

export interface Job {
  'timeout-minutes'?: number;
  'runs-on'?: string;
  permissions?: unknown;
  strategy?: { matrix?: { node?: string[]; include?: Record<string, string>[] } };
  steps: Step[];
}

export interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, string | boolean>;
}

export interface Known {
  scripts: Readonly<Record<string, string>>;
  /** The least that `engines` allows: `20.19.0`. */
  leastNode: string;
  files: (path: string) => boolean;
}

type Law = (workflow: Workflow, known: Known) => string[];

const jobsOf = ({ jobs }: Workflow): [string, Job][] => Object.entries(jobs);
const stepsOf = (workflow: Workflow): Step[] => Object.values(workflow.jobs).flatMap(({ steps }) => steps);
const uses = (workflow: Workflow, action: string): Step[] =>
  stepsOf(workflow).filter((step) => step.uses?.startsWith(`${action}@`));

/** What every workflow of ours keeps to, by name. */
export const WORKFLOW_LAWS: Readonly<Record<string, Law>> = {
  'actions are pinned to a version': (workflow) =>
    stepsOf(workflow)
      .flatMap(({ uses: action }) => action ?? [])
      .filter((action) => !/@(?:v\d+\.\d+\.\d+|[0-9a-f]{40})$/.test(action)),

  'nobody may write': (workflow) => [
    ...(JSON.stringify(workflow.permissions) === '{"contents":"read"}'
      ? []
      : ['its permissions are not contents: read']),
    ...jobsOf(workflow)
      .filter(([, { permissions }]) => permissions !== undefined)
      .map(([name]) => `${name} has permissions of its own`),
    ...uses(workflow, 'actions/checkout')
      .filter((step) => step.with?.['persist-credentials'] !== false)
      .map(() => 'a checkout leaves its token behind'),
  ],

  'one run at a time': ({ concurrency }) => (concurrency?.group ? [] : ['it has no concurrency group']),

  'everything ends': (workflow) =>
    jobsOf(workflow)
      .filter(([, job]) => job['timeout-minutes'] === undefined)
      .map(([name]) => `${name} has no time limit`),

  'machines are pinned': (workflow) =>
    jobsOf(workflow)
      .filter(([, job]) => !/-\d/.test(job['runs-on'] ?? ''))
      .map(([name]) => `${name} runs on whatever is newest`),

  'what is installed is cached': (workflow) =>
    jobsOf(workflow)
      .filter(([, { steps }]) => steps.some(({ run }) => run?.startsWith('npm ci')))
      .filter(([, { steps }]) => !steps.some((step) => step.with?.['cache'] === 'npm'))
      .map(([name]) => `${name} installs anew each time`),

  'what is run is there': (workflow, { scripts, files }) =>
    stepsOf(workflow).flatMap(({ run = '' }) => [
      ...[...run.matchAll(/\bnpm run (?:-\S+ )*([\w:-]+)/g), ...run.matchAll(/\bnpm (test|start)\b/g)]
        .map(([, name]) => name!)
        .filter((name) => !Object.hasOwn(scripts, name))
        .map((name) => `npm run ${name}`),
      ...[...run.matchAll(/\bnode ([\w./-]+)/g)]
        .map(([, file]) => file!)
        .filter((file) => !files(file))
        .map((file) => `node ${file}`),
    ]),

  'every Node is one the package allows': (workflow, { leastNode }) =>
    [
      ...jobsOf(workflow).flatMap(([, { strategy }]) => strategy?.matrix?.node ?? []),
      ...uses(workflow, 'actions/setup-node').flatMap((step) => String(step.with?.['node-version'] ?? 'none')),
    ].filter((version) => !version.startsWith('${{') && !isAtLeast(version, leastNode)),
};

/** `22` is the newest 22, so it is more than any 20.x. */
export function isAtLeast(version: string, least: string): boolean {
  const [wanted, other] = [version, least].map((text) => text.split('.').map(Number));
  if (!wanted!.every(Number.isInteger)) return false;
  for (const [index, part] of wanted!.entries()) if (part !== other![index]) return part > (other![index] ?? 0);
  return true;
}

export const workflowBreaks = (workflow: Workflow, known: Known): string[] =>
  Object.entries(WORKFLOW_LAWS).flatMap(([law, broken]) => broken(workflow, known).map((how) => `${law}: ${how}`));
