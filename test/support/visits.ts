const visit = { commitment: { column: 'visit' }, at: { column: 'when' } };
const due = { due: { column: 'due' } };
/** For logs with the columns visit, what (promise, move, tell, done), when, due, who. */
export const visitsMapping = {
  name: 'visits',
  timeZone: 'Asia/Shanghai',
  timeFormat: 'yyyy-MM-dd HH:mm:ss',
  inputs: {
    log: {
      file: 'log.csv',
      rules: [
        { when: { what: 'weather' }, ignore: 'the weather is no promise' },
        {
          when: { what: 'promise' },
          entries: [
            {
              entry: 'promise',
              ...visit,
              customer: { column: 'who' },
              team: 'north',
              owner: 'wang',
              kind: 'repair',
              promised: due,
              clarity: 'explicit',
              source: 'company',
              contactMode: 'face-to-face',
            },
          ],
        },
        {
          when: { what: 'move' },
          entries: [{ entry: 'reschedule', ...visit, to: due, initiator: 'provider', reason: 'emergency' }],
        },
        {
          when: { what: 'tell' },
          entries: [
            {
              entry: 'notification',
              ...visit,
              purpose: 'reschedule',
              channel: 'phone',
              reached: true,
              conveyed: due,
              answer: 'accepted',
            },
          ],
        },
        { when: { what: 'done' }, entries: [{ entry: 'fulfilment', ...visit }] },
      ],
    },
  },
};
