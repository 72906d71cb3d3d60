// The house rules of docs/architecture.md. test/architecture.spec.ts runs them and plants violations to prove they bite.
const only = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

export default {
  forbidden: [
    only('no-cycles', 'A cycle has no inside and no outside.', {}, { circular: true }),
    only(
      'no-orphans',
      'A file nobody imports is dead, or is missing from an index.',
      {
        orphan: true,
        pathNot: [
          '\\.spec\\.ts$',
          '^test/',
          '^apps/[^/]+/main\\.ts$',
          '^apps/cli/kept\\.js$',
          '\\.worker\\.ts$',
          '\\.d\\.ts$',
        ],
      },
      {},
    ),
    only(
      'domain-is-pure',
      'The domain imports itself and the date-time polyfill: no Nest, no clock, no I/O.',
      { path: '^libs/domain/', pathNot: '\\.(spec|fixture)\\.ts$' },
      { pathNot: ['^libs/domain/', '(^|/)node_modules/temporal-(polyfill|spec|utils)/'] },
    ),
    only(
      'event-store-knows-records',
      'The event store keeps records; what they mean is the domain’s business.',
      { path: '^libs/event-store/' },
      { path: '^(libs/(?!event-store/)|apps/)' },
    ),
    only(
      'one-eventstoredb-client',
      'Only the EventStoreDB driver talks to EventStoreDB.',
      { pathNot: '^libs/event-store/eventstoredb/' },
      { path: '(^|/)@eventstore/' },
    ),
    only(
      'sql-stays-in-its-rooms',
      'SQL lives in the read model, the embedded event store, the import’s staging area, the journal of web hooks and the locks by which work is shared, nowhere else.',
      {
        pathNot: [
          '^libs/(read-model|sqlite|postgres|sharing|event-store/sqlite|import/staging|delivery/webhooks/journal)/',
          '^test/',
        ],
      },
      { path: '(^|/)node_modules/(libsql|kysely|pg)/' },
    ),
    only(
      'holidays-are-imported-once',
      'A package that knows holidays makes editions, and answers nothing: another version of it must move no deadline.',
      { pathNot: '^libs/calendars/' },
      { path: '(^|/)node_modules/(date-holidays|chinese-days)/' },
    ),
    only(
      'editions-are-made-by-hand',
      'Nothing that reckons or records makes editions; a person does, with the command.',
      { path: '^(apps/server|libs)/', pathNot: '^libs/calendars/' },
      { path: '^libs/calendars/' },
    ),
    only('libs-never-import-apps', 'Apps are the outside.', { path: '^libs/' }, { path: '^apps/' }),
    only(
      'nothing-imports-tests',
      'Tests are the outside of the outside; a spec is one of them, and so is its fixture.',
      { pathNot: '^test/|\\.(spec|fixture)\\.ts$' },
      { path: '^test/' },
    ),
    only(
      'through-the-front-door',
      'A lib is used through its index.',
      { path: '^libs/([^/]+)/' },
      { path: '^libs/', pathNot: ['^libs/$1/', '/index\\.ts$'] },
    ),
    only(
      'through-the-front-door-from-outside',
      'A lib is used through its index.',
      { path: '^(apps|test)/' },
      { path: '^libs/', pathNot: '/index\\.ts$' },
    ),
    only('no-unresolved', 'An import that resolves to nothing.', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['kept-source', 'import', 'node', 'default'],
      exportsFields: ['exports'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
