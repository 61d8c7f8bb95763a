import { thrown } from './thrown';
import { AppArmorProfile, SeccompProfile } from '../../src';

describe('SeccompProfile', () => {
  test.each([
    [SeccompProfile.runtimeDefault(), { type: 'RuntimeDefault' }],
    [SeccompProfile.unconfined(), { type: 'Unconfined' }],
    [SeccompProfile.localhost('profiles/agent.json'), { localhostProfile: 'profiles/agent.json', type: 'Localhost' }],
  ])('%# is written as Kubernetes spells it', (profile, kube) => {
    expect(profile._toKube()).toStrictEqual(kube);
  });

  test.each<unknown>(['', '/profiles/agent.json', '../agent.json', 'a/../b', undefined])('%p is no path below the kubelet\'s directory', (path) => {
    expect(thrown(() => SeccompProfile.localhost(path as string))).toBe(
      `[InvalidPath] SeccompProfile.localhost: path is ${path === undefined ? 'nothing' : JSON.stringify(path)}; write a path relative to the kubelet's seccomp directory, without ".."`);
  });
});

describe('AppArmorProfile', () => {
  test.each([
    [AppArmorProfile.runtimeDefault(), { type: 'RuntimeDefault' }, 'runtime/default'],
    [AppArmorProfile.unconfined(), { type: 'Unconfined' }, 'unconfined'],
    [AppArmorProfile.localhost('my agent'), { localhostProfile: 'my agent', type: 'Localhost' }, 'localhost/my agent'],
  ])('%# is a field from 1.30 on, and an annotation before', (profile, kube, annotation) => {
    expect(profile._toKube()).toStrictEqual(kube);
    expect(profile._toAnnotation()).toBe(annotation);
  });

  test.each<unknown>(['', ' agent', 'agent ', undefined])('%p is no name of a profile', (name) => {
    expect(thrown(() => AppArmorProfile.localhost(name as string))).toBe(
      `[InvalidProfile] AppArmorProfile.localhost: name is ${name === undefined ? 'nothing' : JSON.stringify(name)}; write the name of a profile that is loaded on the node`);
  });
});
