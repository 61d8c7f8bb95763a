import * as fc from 'fast-check';
import { thrown } from './thrown';
import { ImageName, RegistryMirror } from '../../src';

const SHA256 = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('an image\'s name is taken apart', () => {
  test.each<[string, string | undefined, string, string | undefined, string | undefined]>([
    ['fluent/fluentd:v1.14', undefined, 'fluent/fluentd', 'v1.14', undefined],
    ['nginx:1.27', undefined, 'nginx', '1.27', undefined],
    ['quay.io/prometheus/node-exporter:v1.12.1', 'quay.io', 'prometheus/node-exporter', 'v1.12.1', undefined],
    [`quay.io/cilium/cilium@${SHA256}`, 'quay.io', 'cilium/cilium', undefined, SHA256],
    [`quay.io/cilium/cilium:v1.18.0@${SHA256}`, 'quay.io', 'cilium/cilium', 'v1.18.0', SHA256],
    ['localhost/agent:1', 'localhost', 'agent', '1', undefined],
    ['localhost:5000/agent:1', 'localhost:5000', 'agent', '1', undefined],
    ['registry:5000/agent:1', 'registry:5000', 'agent', '1', undefined],
    ['[::1]:5000/a/b:1', '[::1]:5000', 'a/b', '1', undefined],
    ['Registry/agent:1', 'Registry', 'agent', '1', undefined],
    ['10.0.0.1:5000/agent:1', '10.0.0.1:5000', 'agent', '1', undefined],
    ['a__b/c.d_e--f:Tag_1.0-x', undefined, 'a__b/c.d_e--f', 'Tag_1.0-x', undefined],
    [`a@sha512:${'a'.repeat(128)}`, undefined, 'a', undefined, `sha512:${'a'.repeat(128)}`],
    [`a@sha384:${'a'.repeat(96)}`, undefined, 'a', undefined, `sha384:${'a'.repeat(96)}`],
  ])('%s', (text, registry, repository, tag, digest) => {
    const image = ImageName.of(text);
    expect([image.registry, image.repository, image.tag, image.digest]).toEqual([registry, repository, tag, digest]);
    expect(image.repositoryName).toBe(registry === undefined ? repository : `${registry}/${repository}`);
    expect(image.toString()).toBe(text);
  });

  test.each([
    '', ':', '@', 'a:', 'a@', 'A:1', 'a/B:1', 'a//b:1', '/a:1', 'a/:1', '-a:1', 'a-:1', 'a..b:1', 'a___b:1', 'a b:1', ' a:1', 'a:1\n', 'a:.1', 'a:-1', 'a:1:2', `a:${'t'.repeat(129)}`,
    'a@sha256:abc', `a@sha256:${'A'.repeat(64)}`, `a@md5:${'a'.repeat(32)}`, `a@${SHA256}@${SHA256}`, 'quay.io:port/a:1', 'quay.io:/a:1', '-quay.io/a:1', 'quay..io/a:1', 'quay.io/:1',
    'https://quay.io/a:1', `quay.io/${'a'.repeat(256)}:1`,
  ])('%j is none', (text) => {
    for (const [where, read] of [['ImageName.of', ImageName.of], ['ImageName.unpinned', ImageName.unpinned]] as const) {
      const shown = JSON.stringify(text);
      expect(thrown(() => read(text))).toBe(
        `[InvalidImage] ${where}: got ${shown.length > 120 ? `${shown.slice(0, 117)}...` : shown}, which is no image name; write [registry/]repository[:tag][@digest] in lower case, such as "fluent/fluentd:v1.14"`);
    }
  });

  test('a repository has at most 255 characters, a tag 128', () => {
    expect(ImageName.of(`quay.io/${'a'.repeat(255)}:${'t'.repeat(128)}`).tag).toHaveLength(128);
  });
});

describe('a version', () => {
  test.each([
    ['nginx', 'nginx:v1.2.3'], ['nginx:latest', 'nginx:v1.2.3'], ['quay.io/a/b', 'quay.io/a/b:v1.2.3'], ['localhost:5000/a:latest', 'localhost:5000/a:v1.2.3'],
  ])('%s names none, and is refused', (text, instead) => {
    expect(thrown(() => ImageName.of(text))).toBe(
      `[ImageNotPinned] ImageName.of: got "${text}", which names no version, so that nodes come to run different ones; write a tag such as "${instead}" or a digest, or ImageName.unpinned(…) when that is meant`);
  });

  test.each(['nginx', 'nginx:latest', 'quay.io/a/b'])('%s is taken unpinned, when that is said', (text) => {
    expect([ImageName.unpinned(text).toString(), ImageName.unpinned(text).isPinned]).toEqual([text, false]);
  });

  test.each(['nginx:1', 'nginx:Latest', `nginx@${SHA256}`, `nginx:latest@${SHA256}`])('%s names one', (text) => {
    expect([ImageName.of(text).isPinned, ImageName.unpinned(text).isPinned]).toEqual([true, true]);
  });

  test('another tag takes the digest away, which would decide', () => {
    expect(ImageName.of(`quay.io/a:1@${SHA256}`).withTag('2').toString()).toBe('quay.io/a:2');
    expect(thrown(() => ImageName.of('a:1').withTag('latest'))).toContain('[ImageNotPinned]');
    expect(thrown(() => ImageName.of('a:1').withTag('1 2'))).toContain('[InvalidImage]');
    expect(thrown(() => ImageName.of('a:1').withTag(undefined as never))).toBe('[NotText] ImageName.withTag: tag is nothing; write a string');
  });

  test('a digest is added, and the tag kept', () => {
    expect(ImageName.of('quay.io/a:1').withDigest(SHA256).toString()).toBe(`quay.io/a:1@${SHA256}`);
    expect(ImageName.unpinned('a').withDigest(SHA256).toString()).toBe(`a@${SHA256}`);
    expect(thrown(() => ImageName.of('a:1').withDigest('sha256:1'))).toContain('[InvalidImage]');
    expect(thrown(() => ImageName.of('a:1').withDigest(5 as never))).toBe('[NotText] ImageName.withDigest: digest is 5; write a string');
  });

  test('the image it is made of stays as it was', () => {
    const image = ImageName.of('a:1');
    image.withTag('2');
    image.withDigest(SHA256);
    expect(image.toString()).toBe('a:1');
  });
});

describe('a registry mirror', () => {
  const mirrored = (mirror: RegistryMirror, text: string) => mirror._apply(ImageName.of(text))?.toString();

  test.each([
    ['quay.io/prometheus/node-exporter:v1', 'mirror.example.com/prometheus/node-exporter:v1'],
    ['fluent/fluentd:v1', 'mirror.example.com/fluent/fluentd:v1'],
    ['nginx:1', 'mirror.example.com/library/nginx:1'],
    ['docker.io/nginx:1', 'mirror.example.com/library/nginx:1'],
    ['quay.io/nginx:1', 'mirror.example.com/nginx:1'],
    [`quay.io/a:1@${SHA256}`, `mirror.example.com/a:1@${SHA256}`],
  ])('of all takes %s from %s', (text, from) => {
    expect(mirrored(RegistryMirror.ofAll('mirror.example.com'), text)).toBe(from);
  });

  test('has a port and a path', () => {
    expect(mirrored(RegistryMirror.ofAll('localhost:5000/proxy/quay'), 'quay.io/a/b:1')).toBe('localhost:5000/proxy/quay/a/b:1');
    expect(mirrored(RegistryMirror.ofAll('[::1]:5000'), 'quay.io/a/b:1')).toBe('[::1]:5000/a/b:1');
  });

  test('of one registry leaves images of others alone', () => {
    const quay = RegistryMirror.of('quay.io', 'mirror.example.com/quay');
    expect([quay.registry, quay.mirror]).toEqual(['quay.io', 'mirror.example.com/quay']);
    expect(mirrored(quay, 'quay.io/a:1')).toBe('mirror.example.com/quay/a:1');
    expect([mirrored(quay, 'ghcr.io/a:1'), mirrored(quay, 'a:1'), mirrored(quay, 'quay.io:443/a:1')]).toEqual([undefined, undefined, undefined]);
  });

  test('of docker.io means images without a registry, too', () => {
    const hub = RegistryMirror.of('docker.io', 'mirror.example.com');
    expect([mirrored(hub, 'a/b:1'), mirrored(hub, 'docker.io/a/b:1'), mirrored(hub, 'quay.io/a/b:1')])
      .toEqual(['mirror.example.com/a/b:1', 'mirror.example.com/a/b:1', undefined]);
  });

  test('of all has no registry of its own', () => {
    expect(RegistryMirror.ofAll('mirror.example.com').registry).toBeUndefined();
  });

  test.each<unknown>(['', 'https://mirror.example.com', 'mirror.example.com/', 'mirror.example.com/A', 'mirror.example.com:port', 'mirror example.com', undefined, 5])(
    '%p is no mirror', (mirror) => {
      for (const [where, act] of [
        ['RegistryMirror.ofAll', () => RegistryMirror.ofAll(mirror as string)],
        ['RegistryMirror.of', () => RegistryMirror.of('quay.io', mirror as string)],
      ] as const) {
        expect(thrown(act)).toBe(
          `[InvalidMirror] ${where}: mirror is ${mirror === undefined ? 'nothing' : JSON.stringify(mirror)}; write a host with an optional port and path, such as "mirror.example.com:5000/proxy"`);
      }
    });

  test('a single word is no mirror and no registry: container tools would read it as a repository of Docker Hub', () => {
    expect(ImageName.of('mirror/a:1').registry).toBeUndefined();
    expect(thrown(() => RegistryMirror.ofAll('mirror'))).toContain('[InvalidMirror] RegistryMirror.ofAll: mirror is "mirror"');
    expect(thrown(() => RegistryMirror.of('quay', 'mirror.example.com')))
      .toBe('[InvalidMirror] RegistryMirror.of: registry is "quay"; write a host such as "quay.io", "docker.io" for images without one');
    expect(thrown(() => RegistryMirror.of('quay.io/a', 'mirror.example.com'))).toContain('[InvalidMirror] RegistryMirror.of: registry is "quay.io/a"');
  });
});

const chars = (text: string) => fc.constantFrom(...text);
const word = (letters: string) => fc.string({ unit: chars(letters), minLength: 1, maxLength: 6 });
const LOWER = 'abcxyz019';
const anyComponent = fc.tuple(word(LOWER), fc.array(fc.tuple(fc.constantFrom('.', '_', '__', '-', '--', '---'), word(LOWER)), { maxLength: 2 }))
  .map(([first, rest]) => first + rest.flat().join(''));
const anyPath = fc.array(anyComponent, { minLength: 1, maxLength: 3 }).map((components) => components.join('/'));
const anyPort = fc.option(fc.integer({ min: 1, max: 65535 }), { nil: undefined });
const anyHost = fc.tuple(
  fc.oneof(
    fc.constantFrom('localhost', '[::1]', '[2001:db8::1]', 'Registry', '10.0.0.1'),
    fc.array(word(`${LOWER}ABC`), { minLength: 2, maxLength: 3 }).map((words) => words.join('.')),
  ),
  anyPort,
).map(([host, port]) => (port === undefined ? host : `${host}:${port}`));
const anyTag = fc.option(fc.tuple(word('abcABC_019'), fc.string({ unit: chars('aB_.-9'), maxLength: 8 })).map(([first, rest]) => first + rest), { nil: undefined });
const anyDigest = fc.option(fc.string({ unit: chars('0123456789abcdef'), minLength: 64, maxLength: 64 }).map((hex) => `sha256:${hex}`), { nil: undefined });
// Without a registry, a first part with a dot would be one.
const anyParts = fc.record({ registry: fc.option(anyHost, { nil: undefined }), repository: anyPath, tag: anyTag, digest: anyDigest })
  .filter(({ registry, repository }) => registry !== undefined || !/\..*\//.test(repository));

function written({ registry, repository, tag, digest }: { registry?: string; repository: string; tag?: string; digest?: string }): string {
  return `${registry === undefined ? '' : `${registry}/`}${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

function parts({ registry, repository, tag, digest }: ImageName): object {
  return { registry, repository, tag, digest };
}

describe('for every name', () => {
  test('the parts are those it was written from, and it is written from its parts', () => {
    fc.assert(fc.property(anyParts, (given) => {
      const image = ImageName.unpinned(written(given));
      expect(parts(image)).toEqual(given);
      expect(image.toString()).toBe(written(given));
      expect(parts(ImageName.unpinned(image.toString()))).toEqual(parts(image));
    }), { numRuns: 1000 });
  });

  test('it is refused as not pinned exactly when it has neither digest nor a tag other than latest', () => {
    fc.assert(fc.property(anyParts, fc.boolean(), (given, latest) => {
      const text = written({ ...given, ...(latest ? { tag: 'latest' } : {}) });
      const pinned = given.digest !== undefined || (!latest && given.tag !== undefined && given.tag !== 'latest');
      expect(ImageName.unpinned(text).isPinned).toBe(pinned);
      expect(pinned ? ImageName.of(text).toString() : thrown(() => ImageName.of(text))).toContain(pinned ? text : '[ImageNotPinned]');
    }));
  });

  test('a mirror gives a name of its own host that is read as it was written, with the same version', () => {
    fc.assert(fc.property(anyParts, anyHost, fc.option(anyPath, { nil: undefined }), (given, host, path) => {
      const image = ImageName.unpinned(written(given));
      const from = RegistryMirror.ofAll(path === undefined ? host : `${host}/${path}`)._apply(image)!;
      expect(parts(ImageName.unpinned(from.toString()))).toEqual(parts(from));
      expect([from.registry, from.tag, from.digest]).toEqual([host, image.tag, image.digest]);
      expect(from.repository.endsWith(image.repository)).toBe(true);
      expect(path === undefined || from.repository.startsWith(`${path}/`)).toBe(true);
    }), { numRuns: 500 });
  });

  test('a mirror of its registry applies, of another does not', () => {
    fc.assert(fc.property(anyParts, anyHost, (given, other) => {
      const image = ImageName.unpinned(written(given));
      const registry = image.registry ?? 'docker.io';
      expect(RegistryMirror.of(registry, 'mirror.example.com')._apply(image)?.registry).toBe('mirror.example.com');
      fc.pre(other !== registry);
      expect(RegistryMirror.of(other, 'mirror.example.com')._apply(image)).toBeUndefined();
    }));
  });
});
