import { describe, expect, it } from '@jest/globals';
import { AllowList } from './allow-list.js';
import { isPublic, parseAddress } from './public-address.js';
import { targetProblem } from './target.js';

const nothing = new AllowList();

describe('a host that is written as an address', () => {
  it.each([
    // The same machine in every spelling that clients know.
    'https://127.0.0.1/',
    'https://127.1/',
    'https://0177.0.0.1/',
    'https://0x7f.1/',
    'https://0x7f000001/',
    'https://2130706433/',
    'https://017700000001/',
    'https://127.0.0.1./',
    'https://0/',
    'https://１２７.0.0.1/',
    'https://127。0。0。1/',
    'https://%31%32%37.0.0.1/',
    'https://[::1]/',
    'https://[::]/',
    'https://[0:0:0:0:0:0:0:1]:8443/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[::127.0.0.1]/',
    // Private networks, links, carriers, the machine's own cloud.
    'https://10.1.2.3/',
    'https://172.16.0.1/',
    'https://192.168.1.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://168.63.129.16/',
    'https://100.64.0.1/',
    'https://[fe80::1]/',
    'https://[fd00:ec2::254]/',
    'https://[fec0::1]/',
    // Tunnels to any of them.
    'https://[64:ff9b::7f00:1]/',
    'https://[64:ff9b:1::a00:1]/',
    'https://[2002:7f00:1::]/',
    'https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/',
    // Nobody's.
    'https://0.0.0.0/',
    'https://255.255.255.255/',
    'https://224.0.0.1/',
    'https://240.0.0.1/',
    'https://192.0.2.1/',
    'https://198.18.0.1/',
    'https://[ff02::1]/',
    'https://[2001:db8::1]/',
    'https://[3fff::1]/',
    'https://[100::1]/',
    // Names that lead nowhere else.
    'https://localhost/',
    'https://LOCALHOST./',
    'https://a.localhost/',
    'https://metadata.google.internal/',
    'https://printer.local/',
  ])('%s is forbidden', (url) => {
    expect(targetProblem(url, nothing)).toBe('address-forbidden');
  });

  it.each([
    'https://1.1.1.1/',
    'https://[2606:4700::1111]/',
    'https://example.com/',
    'http://hooks.example.com:8080/kept',
  ])('%s is not', (url) => expect(targetProblem(url, nothing)).toBeUndefined());

  it.each([
    ['https://user:password@example.com/', 'url-credentials'],
    ['https://example.com@127.0.0.1/', 'url-credentials'],
    ['ftp://example.com/', 'url-scheme'],
    ['file:///etc/passwd', 'url-scheme'],
    ['https://', 'url-malformed'],
    ['https://1.2.3.4.5/', 'url-malformed'],
    ['https://256.1.1.1/', 'url-malformed'],
    ['https://[fe80::1%25eth0]/', 'url-malformed'],
    ['nonsense', 'url-malformed'],
  ])('%s is no target at all: %s', (url, problem) => expect(targetProblem(url, nothing)).toBe(problem));
});

describe('the allow-list', () => {
  const allow = new AllowList('crm.Internal, 10.1.0.0/16,127.0.0.1, [::1] ,fd00::/8,');

  it.each([
    ['https://crm.internal/', true],
    ['https://CRM.internal.:8443/', true],
    ['https://other.internal/', false],
    ['https://10.1.200.3/', true],
    ['https://10.2.0.1/', false],
    ['http://127.0.0.1:3000/', true],
    ['http://0x7f.1:3000/', true],
    ['http://[::ffff:127.0.0.1]/', true],
    ['http://127.0.0.2/', false],
    ['http://[::1]:3000/', true],
    ['http://[fd12::1]/', true],
    ['http://[fe80::1]/', false],
  ])('of a host, addresses and networks: %s is allowed: %s', (url, allowed) => {
    expect(targetProblem(url, allow) === undefined).toBe(allowed);
  });

  it.each(['10.0.0.0/33', '127.1', 'http://crm.internal', 'crm internal', '1.2.3', 'a..b', '*.internal'])(
    'refuses %s with a sentence that says what to write',
    (text) => expect(() => new AllowList(text)).toThrow(/is no host, address or network; write/),
  );
});

it('an address is public only where nothing else can be said of it', () => {
  const isPublicText = (text: string): boolean => isPublic(parseAddress(text)!);
  expect(['8.8.8.8', '2a00:1450::1', '::ffff:8.8.8.8'].map(isPublicText)).toEqual([true, true, true]);
  expect(['::ffff:10.0.0.1', 'fe80::1%eth0', '4000::1', '::808:808'].map(isPublicText)).toEqual(Array(4).fill(false));
  expect(parseAddress('example.com')).toBeUndefined();
});
