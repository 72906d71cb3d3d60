import { scenarioOf } from './scenario.fixture.js';

/**
 * The rules as 48 small histories. Entries stand in the order they were recorded; their time is when they occurred.
 * Unless a row says otherwise the question is asked on Sunday 00:00, and *moved* is by the provider. An obligation is its
 * kind @ its deadline, and what it has come to.
 */
export const SCENARIOS = `
| # | history | plan | expectation | first | last | requested | planned | obligations |
| 01 | Mon 08:00 promise **Tue 12:00** · Tue 11:00 done | Tue 12:00 | Tue 12:00 | kept | kept | – | kept | keep@Tue 12:15 met; adv@Tue 00:00 breached; follow@Thu 11:00 breached |
| 02 | Mon 08:00 promise **Tue 12:00** · Tue 12:00 done | Tue 12:00 | Tue 12:00 | kept | kept | – | kept | keep@Tue 12:15 met; adv@Tue 00:00 breached; follow@Thu 12:00 breached |
| 03 | Mon 08:00 promise **Tue 12:00** · Tue 12:10 done | Tue 12:00 | Tue 12:00 | late | late | – | late | keep@Tue 12:15 met; adv@Tue 00:00 breached; follow@Thu 12:10 breached |
| 04 | Mon 08:00 promise **Tue 12:00** · Mon 23:00 moved to Wed 12:00 · Wed 10:00 done | Wed 12:00 | Tue 12:00 | late | late | – | kept | keep@Tue 12:15 breached; announce@Tue 09:00 breached; adv@Tue 00:00 breached; follow@Fri 10:00 breached |
| 05 | Mon 08:00 promise **Tue 12:00** · Mon 23:00 moved to Wed 12:00 · Tue 08:00 told Wed 12:00 · Wed 10:00 done | Wed 12:00 | Wed 12:00 | late | kept | – | kept | keep@Tue 12:15 superseded; keep@Wed 12:15 met; announce@Tue 09:00 met; adv@Tue 00:00 breached; adv@Wed 00:00 breached; follow@Fri 10:00 breached |
| 06 | Mon 08:00 promise **Tue 12:00** · Mon 23:00 moved to Wed 12:00 · Tue 08:00 told Wed 12:00 (declined) · Wed 10:00 done | Wed 12:00 | Tue 12:00 | late | late | – | kept | keep@Tue 12:15 breached; announce@Tue 09:00 met; adv@Tue 00:00 breached; follow@Fri 10:00 breached |
| 07 | Mon 08:00 promise **Tue 12:00** · Mon 23:00 moved to Wed 12:00 · Tue 08:00 told Wed 12:00 (not reached) · Wed 10:00 done | Wed 12:00 | Tue 12:00 | late | late | – | kept | keep@Tue 12:15 breached; announce@Tue 09:00 breached; adv@Tue 00:00 breached; follow@Fri 10:00 breached |
| 08 | Mon 08:00 promise **Tue 12:00** · Mon 23:00 moved to Wed 12:00 · Tue 15:00 told Wed 12:00 · Wed 10:00 done | Wed 12:00 | Wed 12:00 | late | kept | – | kept | keep@Tue 12:15 breached; keep@Wed 12:15 met; announce@Tue 09:00 breached; adv@Tue 00:00 breached; adv@Wed 00:00 breached; follow@Fri 10:00 breached |
| 09 | Mon 08:00 promise **Tue 12:00** · Mon 23:00 moved to Wed 12:00 · Wed 10:00 done · Wed 11:00 told Wed 12:00 | Wed 12:00 | Tue 12:00 | late | late | – | kept | keep@Tue 12:15 breached; announce@Tue 09:00 breached; adv@Tue 00:00 breached; follow@Fri 10:00 breached |
| 10 | Mon 08:00 promise **Tue 12:00** · Mon 12:00 customer moved to Fri 12:00 · Fri 10:00 done | Fri 12:00 | Fri 12:00 | kept | kept | kept | kept | keep@Tue 12:15 superseded; keep@Fri 12:15 met; adv void; adv@Fri 00:00 breached; follow@Sun 10:00 open |
| 11 | Mon 08:00 promise **Tue 12:00** · Mon 12:00 moved to Wed 12:00 · Mon 13:00 customer moved to Wed 12:00 · Wed 10:00 done | Wed 12:00 | Wed 12:00 | kept | kept | kept | kept | keep@Tue 12:15 superseded; keep@Wed 12:15 met; announce@Mon 22:00 void; adv void; adv@Wed 00:00 breached; follow@Fri 10:00 breached |
| 12 | Mon 08:00 promise **Tue 12:00** · Mon 12:00 moved to Wed 12:00 · Mon 13:00 customer moved to Fri 12:00 · Fri 10:00 done | Fri 12:00 | Fri 12:00 | kept | kept | kept | kept | keep@Tue 12:15 superseded; keep@Fri 12:15 met; announce@Mon 22:00 void; adv void; adv@Fri 00:00 breached; follow@Sun 10:00 open |
| 13 | Mon 08:00 promise **Wed 12:00** · Mon 12:00 moved to Tue 12:00 · Tue 10:00 done | Tue 12:00 | Wed 12:00 | kept | kept | – | kept | keep@Wed 12:15 met; announce@Mon 22:00 breached; adv void; follow@Thu 10:00 breached |
| 14 | Mon 08:00 promise **Tue 12:00** · Mon 12:00 moved to Wed 12:00 · Mon 14:00 moved to Thu 12:00 · Mon 16:00 told Thu 12:00 · Thu 10:00 done | Thu 12:00 | Thu 12:00 | late | kept | – | kept | keep@Tue 12:15 superseded; keep@Thu 12:15 met; announce@Mon 22:00 met; announce@Tue 00:00 met; adv void; adv@Thu 00:00 breached; follow@Sat 10:00 breached |
| 15 | Mon 08:00 promise **Tue 12:00** · Mon 12:00 moved to Wed 12:00 · Mon 14:00 moved to Tue 12:00 · Tue 10:00 done | Tue 12:00 | Tue 12:00 | kept | kept | – | kept | keep@Tue 12:15 met; announce@Mon 22:00 void; announce@Tue 00:00 void; adv@Tue 00:00 breached; follow@Thu 10:00 breached |
| 16 | Mon 08:00 promise **Tue 12:00** · Mon 12:00 moved to Wed 12:00 · Mon 14:00 moved to Thu 12:00 · Mon 16:00 told Wed 12:00 · Thu 10:00 done | Thu 12:00 | Wed 12:00 | late | late | – | kept | keep@Tue 12:15 superseded; keep@Wed 12:15 breached; announce@Mon 22:00 breached; announce@Tue 00:00 breached; adv void; adv@Wed 00:00 breached; follow@Sat 10:00 breached |
| 17 | Mon 08:00 promise **Tue 12:00** · Mon 12:00 told Wed 12:00 · Tue 10:00 done | Tue 12:00 | Wed 12:00 | kept | kept | – | kept | keep@Tue 12:15 superseded; keep@Wed 12:15 met; adv void; adv void; follow@Thu 10:00 breached |
| 18 | Mon 08:00 promise **Tue 12:00** · Mon 12:00 told Wed 12:00 · Wed 10:00 done | Tue 12:00 | Wed 12:00 | late | kept | – | late | keep@Tue 12:15 superseded; keep@Wed 12:15 met; adv void; adv@Wed 00:00 breached; follow@Fri 10:00 breached |
| 19 | Mon 08:00 promise **Tue 12:00** · Tue 08:00 told Wed 12:00 · Tue 08:05 moved to Wed 12:00 · Wed 10:00 done | Wed 12:00 | Wed 12:00 | late | kept | – | kept | keep@Tue 12:15 superseded; keep@Wed 12:15 met; announce@Tue 18:05 met; adv@Tue 00:00 breached; adv@Wed 00:00 breached; follow@Fri 10:00 breached |
| 20 | Mon 08:00 promise **Tue 12:00** · Mon 23:00 moved to Wed 12:00 · Wed 10:00 done · Tue 08:00 told Wed 12:00 | Wed 12:00 | Wed 12:00 | late | kept | – | kept | keep@Tue 12:15 superseded; keep@Wed 12:15 met; announce@Tue 09:00 met; adv@Tue 00:00 breached; adv@Wed 00:00 breached; follow@Fri 10:00 breached |
| 21 | Mon 08:00 promise **Tue 09:00–Tue 12:00** · Mon 15:00 advance notice · Mon 20:00 told Tue 09:00–Tue 12:00 · Tue 10:00 done | Tue 12:00 | Tue 12:00 | kept | kept | – | kept | keep@Tue 12:15 met; adv@Mon 21:00 met; follow@Thu 10:00 breached |
| 22 | Mon 08:00 promise **Wed 12:00** · Mon 12:00 advance notice · Mon 13:00 moved to Thu 12:00 · Mon 14:00 told Thu 12:00 · Thu 10:00 done | Thu 12:00 | Thu 12:00 | late | kept | – | kept | keep@Wed 12:15 superseded; keep@Thu 12:15 met; announce@Mon 23:00 met; adv@Wed 00:00 met; adv@Thu 00:00 breached; follow@Sat 10:00 breached |
| 23 | Mon 08:00 promise **Mon 10:00** · Mon 09:30 done | Mon 10:00 | Mon 10:00 | kept | kept | – | kept | keep@Mon 10:15 met; adv none; follow@Wed 09:30 breached |
| 24 | Mon 08:00 promise **Thu 12:00** · Mon 12:00 done | Thu 12:00 | Thu 12:00 | kept | kept | – | kept | keep@Thu 12:15 met; adv void; follow@Wed 12:00 breached |
| 25 | Mon 08:00 promise **Tue 09:00–Tue 12:00** · Mon 20:00 done | Tue 12:00 | Tue 12:00 | kept | kept | – | kept | keep@Tue 12:15 met; adv void; follow@Wed 20:00 breached |
| 26 | Mon 08:00 promise **Tue 12:00** · done between Tue 11:00 and Tue 13:00 | Tue 12:00 | Tue 12:00 | undetermined | undetermined | – | undetermined | keep@Tue 12:15 undetermined; adv@Tue 00:00 breached; follow@Thu 13:00 breached |
| 27 | Mon 08:00 promise **Tue 12:00** · done between Tue 11:00 and Tue 12:00 | Tue 12:00 | Tue 12:00 | kept | kept | – | kept | keep@Tue 12:15 met; adv@Tue 00:00 breached; follow@Thu 12:00 breached |
| 28 | Mon 08:00 promise **Tue 12:00** · done between Tue 12:00 and Tue 13:00 | Tue 12:00 | Tue 12:00 | late | late | – | late | keep@Tue 12:15 undetermined; adv@Tue 00:00 breached; follow@Thu 13:00 breached |
| 29 | Mon 08:00 promise **Tue 12:00** · done between Tue 13:00 and Tue 15:00 *(adequate: 2 h)* | Tue 12:00 | Tue 12:00 | late | late | – | late | keep@Tue 12:15 breached; adv@Tue 00:00 breached; follow@Thu 15:00 breached |
| 30 | Mon 08:00 promise **Tue 12:00** · Mon 20:00 withdrawn | Tue 12:00 | Tue 12:00 | broken | broken | – | broken | keep@Tue 12:15 breached@Mon 20:00; announce@Tue 06:00 breached; adv void |
| 31 | Mon 08:00 promise **Tue 12:00** · Wed 20:00 withdrawn · Wed 20:10 told of the withdrawal | Tue 12:00 | Tue 12:00 | broken | broken | – | broken | keep@Tue 12:15 breached; announce@Thu 06:00 met; adv@Tue 00:00 breached |
| 32 | Mon 08:00 promise **Tue 12:00** · Mon 20:00 withdrawn by the customer | Tue 12:00 | Tue 12:00 | void | void | – | void | keep@Tue 12:15 void; adv void |
| 33 | Mon 08:00 promise **Tue 12:00** · Wed 20:00 withdrawn by the customer | Tue 12:00 | Tue 12:00 | broken | broken | – | broken | keep@Tue 12:15 breached; adv@Tue 00:00 breached |
| 34 | Mon 08:00 promise **Tue 12:00** · Mon 20:00 moved to Wed 12:00 · Tue 08:00 told Wed 12:00 · Tue 20:00 withdrawn by the customer | Wed 12:00 | Wed 12:00 | broken | void | – | void | keep@Tue 12:15 superseded; keep@Wed 12:15 void; announce@Tue 06:00 breached; adv@Tue 00:00 breached; adv void |
| 35 | Mon 08:00 promise **Tue 12:00** · Tue 11:00 done · Tue 18:00 follow-up call · void entry 2 | Tue 12:00 | Tue 12:00 | overdue | overdue | – | overdue | keep@Tue 12:15 breached; adv@Tue 00:00 breached |
| 36 | Mon 08:00 promise **Tue 12:00** · Tue 11:00 done · void entry 2 · Wed 10:00 done | Tue 12:00 | Tue 12:00 | late | late | – | late | keep@Tue 12:15 breached; adv@Tue 00:00 breached; follow@Fri 10:00 breached |
| 37 | Mon 08:00 promise **Tue 12:00** · Tue 11:00 done · void entry 1 | – | – | void | void | – | void | all void |
| 38 | Mon 08:00 promise **Tue 12:00** · Mon 23:00 moved to Wed 12:00 · Tue 08:00 told Wed 12:00 · Wed 10:00 done · void entry 3 | Wed 12:00 | Tue 12:00 | late | late | – | kept | keep@Tue 12:15 breached; announce@Tue 09:00 breached; adv@Tue 00:00 breached; follow@Fri 10:00 breached |
| 39 | Mon 08:00 promise **Tue 12:00** · Mon 23:00 moved to Wed 12:00 · Tue 08:00 told Wed 12:00 · Wed 10:00 done · void entry 2 | Tue 12:00 | Wed 12:00 | late | kept | – | late | keep@Tue 12:15 superseded; keep@Wed 12:15 met; adv@Tue 00:00 breached; adv@Wed 00:00 breached; follow@Fri 10:00 breached |
| 40 | Mon 08:00 promise **Mon 07:00** · Mon 09:00 done | Mon 07:00 | Mon 07:00 | late | late | – | late | keep@Mon 08:00 breached; adv none; follow@Wed 09:00 breached |
| 41 | Mon 08:00 promise **Tue 12:00** · Tue 15:00 moved to Tue 14:00 · Tue 15:00 told Tue 14:00 · Tue 16:00 done | Tue 14:00 | Tue 14:00 | late | late | – | late | keep@Tue 12:15 breached; keep@Tue 15:00 breached; announce@Wed 01:00 met; adv@Tue 00:00 breached; adv none; follow@Thu 16:00 breached |
| 42 | Mon 08:00 promise **Tue 12:00** (asked for Mon 18:00) · Tue 10:00 done | Tue 12:00 | Tue 12:00 | kept | kept | late | kept | keep@Tue 12:15 met; adv@Tue 00:00 breached; follow@Thu 10:00 breached |
| 43 | Mon 08:00 promise **Tue 12:00** *(at Tue 12:00)* | Tue 12:00 | Tue 12:00 | pending | pending | – | pending | keep@Tue 12:15 open; adv@Tue 00:00 breached |
| 44 | Mon 08:00 promise **Tue 12:00** *(at Tue 12:01)* | Tue 12:00 | Tue 12:00 | overdue | overdue | – | overdue | keep@Tue 12:15 open; adv@Tue 00:00 breached |
| 45 | Mon 08:00 promise **Tue 12:00** · Tue 11:00 done · Tue 18:00 follow-up call (not reached) · Wed 18:00 follow-up call (not reached) | Tue 12:00 | Tue 12:00 | kept | kept | – | kept | keep@Tue 12:15 met; adv@Tue 00:00 breached; follow@Thu 11:00 met |
| 46 | Mon 08:00 promise **Tue 12:00** · Tue 11:00 done | Tue 12:00 | Tue 12:00 | kept | kept | – | kept | keep@Tue 12:15 met; adv@Tue 00:00 breached; follow@Thu 11:00 breached |
| 47 | Mon 08:00 promise **Tue 12:00** · Tue 09:00 follow-up call · Tue 11:00 done | Tue 12:00 | Tue 12:00 | kept | kept | – | kept | keep@Tue 12:15 met; adv@Tue 00:00 breached; follow@Thu 11:00 breached |
| 48 | Mon 08:00 promise **Tue 12:00** · Tue 11:00 moved to Wed 12:00 · Tue 11:05 told Wed 12:00 · Wed 10:00 done | Wed 12:00 | Wed 12:00 | late | kept | – | kept | keep@Tue 12:15 superseded; keep@Wed 12:15 met; announce@Tue 12:00 met; adv@Tue 00:00 breached; adv@Wed 00:00 breached; follow@Fri 10:00 breached |
`
  .split('\n')
  .slice(2, -1)
  .map(scenarioOf);
