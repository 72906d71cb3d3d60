import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from '../support/kept.js';
import { composeIn } from './compose.js';
import { isAtLeast, type Known, type Workflow, WORKFLOW_LAWS, workflowBreaks } from './workflow-laws.js';

const folder = join(root, '.github/workflows');
const read = (name: string): Workflow => parse(readFileSync(join(folder, name), 'utf8')) as Workflow;
const { scripts, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
  engines: { node: string };
};
const known: Known = {
  scripts,
  leastNode: engines.node.replace('>=', ''),
  files: (path) => existsSync(join(root, path)),
};

/** The workflow with one thing changed: what breaks a law. */
const PLANTED: Record<string, [change: (ci: Workflow) => void, found: string][]> = {
  'actions are pinned to a version': [
    [(ci) => (ci.jobs['test']!.steps[0]!.uses = 'actions/checkout@v6'), 'actions/checkout@v6'],
    [(ci) => (ci.jobs['test']!.steps[0]!.uses = 'actions/checkout@main'), 'actions/checkout@main'],
  ],
  'nobody may write': [
    [(ci) => delete ci.permissions, 'its permissions'],
    [(ci) => (ci.permissions = 'write-all'), 'its permissions'],
    [(ci) => (ci.jobs['test']!.permissions = {}), 'test has permissions'],
    [(ci) => delete ci.jobs['test']!.steps[0]!.with, 'a checkout leaves its token'],
  ],
  'one run at a time': [[(ci) => delete ci.concurrency, 'it has no concurrency group']],
  'everything ends': [[(ci) => delete ci.jobs['test']!['timeout-minutes'], 'test has no time limit']],
  'machines are pinned': [[(ci) => (ci.jobs['test']!['runs-on'] = 'ubuntu-latest'), 'test runs on']],
  'what is installed is cached': [[(ci) => delete ci.jobs['test']!.steps[1]!.with!['cache'], 'test installs anew']],
  'what is run is there': [
    [(ci) => ci.jobs['test']!.steps.push({ run: 'npm run unheard-of' }), 'npm run unheard-of'],
    [(ci) => ci.jobs['test']!.steps.push({ run: 'node deployment/gone.js' }), 'node deployment/gone.js'],
  ],
  'every Node is one the package allows': [
    [(ci) => ci.jobs['test']!.strategy!.matrix!.node!.push('20.18'), '20.18'],
    [(ci) => (ci.jobs['real-servers']!.steps[1]!.with = { cache: 'npm', 'node-version': 'latest' }), 'latest'],
  ],
};

describe('the workflows', () => {
  it.each(readdirSync(folder))('%s breaks no law', (name) => expect(workflowBreaks(read(name), known)).toEqual([]));

  it('have every law proved by what breaks it', () => expect(Object.keys(PLANTED)).toEqual(Object.keys(WORKFLOW_LAWS)));

  describe.each(Object.entries(PLANTED))('%s', (law, planted) => {
    it.each(planted)('%#', (change, found) => {
      const ci = read('ci.yml');
      change(ci);
      expect(workflowBreaks(ci, known)).toContainEqual(expect.stringContaining(`${law}: ${found}`));
    });
  });

  it('try the least Node that the package allows, the one of the image, and no other than the one between', () => {
    const image = /^FROM node:(\d+)/m.exec(readFileSync(join(root, 'Dockerfile'), 'utf8'))![1];
    expect(read('ci.yml').jobs['test']!.strategy!.matrix!.node).toEqual([
      known.leastNode.replace(/\.0$/, ''),
      '22',
      image,
    ]);
  });

  it('do what a submission must pass', () => {
    const steps = read('ci.yml').jobs['test']!.steps.flatMap(({ run }) => run ?? []);
    expect(readFileSync(join(root, '.ci/run'), 'utf8')).toContain(steps.join(' && '));
  });

  it('start the deployments that there are, and ask the api of each', () => {
    const { services } = composeIn(readFileSync(join(root, 'docker-compose.yml'), 'utf8'));
    const tried = read('nightly.yml').jobs['deployment']!.strategy!.matrix!.include!;
    expect(tried.map(({ profile }) => profile).sort()).toEqual(
      [...new Set(Object.values(services).flatMap(({ profiles = [] }) => profiles))].sort(),
    );
    for (const { profile, api } of tried)
      expect(services[api!]).toMatchObject({ profiles: [profile], environment: { KEPT_ROLE: 'api' } });
  });
});

describe('a version', () => {
  it.each([
    ['20.19', true],
    ['20.20', true],
    ['22', true],
    ['20', true],
    ['20.18', false],
    ['18', false],
    ['lts/*', false],
  ])('%s is enough for 20.19.0: %s', (version, enough) => expect(isAtLeast(version, '20.19.0')).toBe(enough));
});
