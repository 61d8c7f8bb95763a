import { Size } from 'cdk8s';
import { differences, explained } from '../../../../catalogue/differences';
import { asCompared, CHART, REASONS } from '../../../../catalogue/vendors/zabbix-agent';
import {
  AgentDefaults, HostPath, ListenAddress, MountPropagation, SecretKey, Tolerations, Volume, VolumeMount, ZabbixActiveChecks, ZabbixAgentDaemonSet, ZabbixAgentDaemonSetProps,
  ZabbixHostInterface, ZabbixHostMetadata, ZabbixHostname, ZabbixInclude, ZabbixKeyRule, ZabbixPassiveChecks, ZabbixPlugin, ZabbixServer, ZabbixTls, ZabbixUserParameter,
} from '../../../../src';
import { thrown } from '../../../values/thrown';
import { chartOf, containerOf, Manifest, names, only, podOf, synth } from '../../synth';

type Props = Partial<ZabbixAgentDaemonSetProps>;
const passiveChecks = ZabbixPassiveChecks.from(['10.244.0.0/16']);
const activeChecks = ZabbixActiveChecks.to([ZabbixServer.of('zabbix.example.com')]);
const buffered = ZabbixActiveChecks.to([ZabbixServer.of('zabbix.example.com')], { persistentBuffer: true });
const make = (props: Props) => synth((chart) => new ZabbixAgentDaemonSet(chart, 'agent', props));
const refusal = (props: unknown) => thrown(() => make(props as Props));
const access = (props: Props) => new ZabbixAgentDaemonSet(chartOf(), 'agent', props).daemonSet.hostAccess;
const touched = (props: Props) => access(props).map(({ what, container }) => (container === 'zabbix-agent' || container === undefined ? what : `${container}: ${what}`));

test('needs nothing but who may ask, or whom to ask', () => {
  expect(names(make({ passiveChecks }))).toEqual([
    'ServiceAccount zabbix-agent', 'PriorityClass node-agents', 'DaemonSet zabbix-agent', 'ConfigMap zabbix-agent-config', 'Service zabbix-agent',
  ]);
  expect(refusal({})).toMatch(/^\[MissingChecks\] chart\/agent: there are neither passiveChecks nor activeChecks/);
  expect(refusal(null)).toMatch(/^\[MissingProps\] chart\/agent:/);
  expect(refusal({ passiveChecks: ['10.0.0.5'] })).toMatch(/^\[WrongType\] chart\/agent: passiveChecks/);
});

test('differs from the chart of the community exactly where a reason is given', () => {
  const groups = explained(differences(CHART, asCompared(make({ passiveChecks }))), REASONS);
  expect(groups.get(undefined) ?? []).toEqual([]);
  expect([...groups].filter(([, found]) => found.length === 0).map(([reason]) => reason?.path)).toEqual([]);
});

test('its file is mounted where its argument says, and a change of it rolls the pods', () => {
  const objects = make({ passiveChecks });
  expect(containerOf(objects).command).toEqual(['/usr/sbin/zabbix_agent2']);
  expect(containerOf(objects).args).toEqual(['--foreground', '--config', '/etc/zabbix-agent/zabbix_agent2.conf']);
  expect(Object.keys(only('ConfigMap', objects).data)).toEqual(['zabbix_agent2.conf']);
  expect(containerOf(objects).volumeMounts).toContainEqual({ mountPath: '/etc/zabbix-agent', name: 'config', readOnly: true });
  const checksum = (props: Props) => only('DaemonSet', make(props)).spec.template.metadata.annotations['checksum/config'];
  expect(checksum({ passiveChecks, debugLevel: 4 })).not.toBe(checksum({ passiveChecks }));
});

test('a file of one\'s own, mounted by hand, takes its place', () => {
  const objects = make({ passiveChecks, mounts: [VolumeMount.of('/etc/zabbix-agent', Volume.configMapNamed('own', 'own'))] });
  expect(objects.filter((object) => object.kind === 'ConfigMap')).toEqual([]);
});

describe('what it has of the node', () => {
  test('for passive checks: the network, its port, and the file systems read-only', () => {
    expect(touched({ passiveChecks })).toEqual(['hostNetwork', 'port 10050', 'reads /proc', 'reads /sys', 'reads /']);
    expect(containerOf(make({ passiveChecks })).volumeMounts.slice(0, 3)).toEqual([
      { mountPath: '/hostfs/proc', name: 'proc', readOnly: true }, { mountPath: '/hostfs/sys', name: 'sys', readOnly: true },
      { mountPath: '/hostfs/root', mountPropagation: 'HostToContainer', name: 'root', readOnly: true },
    ]);
  });

  test('for active checks alone: no port', () => {
    expect(touched({ activeChecks })).toEqual(['hostNetwork', 'reads /proc', 'reads /sys', 'reads /']);
    expect(names(make({ activeChecks })).filter((name) => name.startsWith('Service '))).toEqual([]);
  });

  test('for the persistent buffer: a directory, which an init container gives to the agent\'s group without any capability', () => {
    expect(touched({ activeChecks: buffered })).toEqual([
      'hostNetwork', 'reads /proc', 'reads /sys', 'reads /', 'writes /var/lib/zabbix-agent', 'state-directory: user 0', 'state-directory: writes /var/lib/zabbix-agent',
    ]);
    const [init] = podOf(make({ activeChecks: buffered })).initContainers;
    expect(init.command).toEqual(['/bin/sh', '-c', 'chgrp 1995 /var/lib/zabbix-agent && chmod 0770 /var/lib/zabbix-agent']);
    expect(init.securityContext).toMatchObject({ runAsUser: 0, runAsGroup: 1995, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true });
    expect(containerOf(make({ activeChecks: buffered })).securityContext).toMatchObject({ runAsUser: 1997, runAsGroup: 1995, runAsNonRoot: true });
  });

  test('the directory goes to the group that was written, and to nobody when the agent is root', () => {
    const init = (props: Props) => podOf(make({ activeChecks: buffered, ...props })).initContainers?.map((one: Manifest) => one.command[2]);
    expect(init({ securityContext: { runAsUser: 7, runAsGroup: 8 } })[0]).toContain('chgrp 8 ');
    expect(init({ podSecurityContext: { runAsGroup: 9 }, securityContext: { runAsUser: 7 } })[0]).toContain('chgrp 9 ');
    expect(init({ podSecurityContext: { runAsUser: 7 } })[0]).toContain('chgrp 0 ');
    expect(init({ securityContext: { runAsUser: 0 } })).toBeUndefined();
    expect(init({ stateDirectory: HostPath.of('/mnt/zbx').writable('values wait there') })[0]).toBe('chgrp 1995 /mnt/zbx && chmod 0770 /mnt/zbx');
    expect(refusal({ activeChecks: buffered, stateDirectory: HostPath.of('/mnt/zbx') })).toMatch(/^\[ReadOnlyState\]/);
  });

  test('processes of the node only when asked for', () => {
    expect(podOf(make({ passiveChecks })).hostPID).toBeUndefined();
    expect(access({ passiveChecks, hostPid: true }).find(({ what }) => what === 'hostPid')?.reason).toMatch(/proc\.num/);
  });

  test('the root file system can be left out, or be mounted without propagation', () => {
    expect(touched({ passiveChecks, rootFileSystem: false })).not.toContain('reads /');
    expect(containerOf(make({ passiveChecks, rootPropagation: MountPropagation.NONE })).volumeMounts[2].mountPropagation).toBe('None');
    expect(refusal({ passiveChecks, rootFileSystem: false, rootPropagation: MountPropagation.NONE })).toMatch(/^\[RootWithoutFileSystem\]/);
    expect(touched({ passiveChecks, defaults: AgentDefaults.all().without('hostFiles') })).toEqual(['hostNetwork', 'port 10050']);
  });

  test.each<[string, Props]>([
    ['everything', { passiveChecks, activeChecks: buffered, hostPid: true }], ['in its own network', { passiveChecks, activeChecks: buffered, hostNetwork: false }],
  ])('each piece has its reason: %s', (_, props) => {
    expect(access(props).filter(({ reason }) => reason === undefined)).toEqual([]);
  });
});

test('its environment has what its configuration asks for', () => {
  const env = (props: Props) => containerOf(make(props)).env.map((variable: Manifest) => [variable.name, variable.valueFrom.fieldRef.fieldPath]);
  const named = (hostInterface: ZabbixHostInterface) => ZabbixActiveChecks.to([ZabbixServer.of('a')], { hostInterface });
  const node = ['NODE_NAME', 'spec.nodeName'];
  expect(env({ passiveChecks })).toEqual([node, ['ZBX_HOSTNAME', 'spec.nodeName']]);
  expect(env({ activeChecks: named(ZabbixHostInterface.nodeAddress()) })).toEqual([node, ['ZBX_HOSTNAME', 'spec.nodeName'], ['ZBX_HOSTINTERFACE', 'status.hostIP']]);
  expect(env({ activeChecks: named(ZabbixHostInterface.nodeName()), hostname: ZabbixHostname.item('system.hostname') })).toEqual([node, ['ZBX_HOSTINTERFACE', 'spec.nodeName']]);
});

test('the Service is headless, and there is none for an agent that only its own node reaches', () => {
  const port = ZabbixPassiveChecks.from(['10.0.0.5'], { port: 11050 });
  expect(only('Service', make({ passiveChecks: port })).spec).toMatchObject({ clusterIP: 'None', ports: [{ name: 'zabbix-agent', port: 11050, targetPort: 'zabbix-agent' }] });
  const loopback = ZabbixPassiveChecks.from(['127.0.0.1'], { listenAddress: ListenAddress.loopback() });
  expect(names(make({ passiveChecks: loopback })).filter((name) => name.startsWith('Service '))).toEqual([]);
});

describe('as its users set it', () => {
  test('a proxy outside of the cluster asks, with a pre-shared key, for a few items only', () => {
    const objects = make({
      passiveChecks: ZabbixPassiveChecks.from(['192.0.2.10', '192.0.2.11']),
      tls: ZabbixTls.preSharedKey('kubernetes-nodes', SecretKey.of('zabbix-psk', 'psk')),
      itemKeys: [ZabbixKeyRule.allow('agent.*'), ZabbixKeyRule.allow('system.*'), ZabbixKeyRule.allow('vfs.fs.*[*]'), ZabbixKeyRule.allow('vm.memory.*[*]'), ZabbixKeyRule.deny('*')],
      tolerations: Tolerations.controlPlane(),
    });
    expect(only('ConfigMap', objects).data['zabbix_agent2.conf']).toContain('Server=192.0.2.10,192.0.2.11\n');
    expect(podOf(objects).volumes).toContainEqual({ name: 'tls', secret: { secretName: 'zabbix-psk', items: [{ key: 'psk', path: 'psk' }] } });
    expect(containerOf(objects).volumeMounts).toContainEqual({ mountPath: '/etc/zabbix-agent-tls', name: 'tls', readOnly: true });
    expect(podOf(objects).tolerations).toHaveLength(1);
  });

  test('nodes come and go, register themselves with two servers of one cluster, and lose no value', () => {
    const objects = make({
      activeChecks: ZabbixActiveChecks.to([ZabbixServer.cluster(ZabbixServer.of('zbx-1.example.com'), ZabbixServer.of('zbx-2.example.com'))], {
        hostMetadata: ZabbixHostMetadata.of('kubernetes production'), hostInterface: ZabbixHostInterface.nodeAddress(), persistentBuffer: true,
      }),
      hostname: ZabbixHostname.nodeName('production-'),
      tls: ZabbixTls.certificates('zabbix-agent-tls', { serverSubject: 'CN=zabbix' }),
    });
    const text: string = only('ConfigMap', objects).data['zabbix_agent2.conf'];
    for (const line of ['ServerActive=zbx-1.example.com:10051;zbx-2.example.com:10051', 'HostMetadata=kubernetes production', 'HostnameItem=system.run[echo production-$ZBX_HOSTNAME]', 'TLSConnect=cert', 'EnablePersistentBuffer=1']) {
      expect(text).toContain(`${line}\n`);
    }
    expect(podOf(objects).volumes).toContainEqual({ name: 'state', hostPath: { path: '/var/lib/zabbix-agent', type: 'DirectoryOrCreate' } });
  });

  test('items of Docker, of processes and of one\'s own, a database by a password in a Secret', () => {
    const objects = make({
      passiveChecks,
      hostPid: true,
      plugins: [ZabbixPlugin.of('Docker', { Endpoint: 'unix:///host/run/docker.sock' })],
      includes: [ZabbixInclude.ofSecret(SecretKey.of('zabbix-mysql', 'mysql.conf'))],
      userParameters: [ZabbixUserParameter.of('node.pods', 'ls /hostfs/root/var/log/pods | wc -l')],
      hostPaths: [HostPath.dockerSocketDirectory()],
      securityContext: { runAsUser: 0 },
      resources: { memory: { request: Size.mebibytes(64), limit: Size.mebibytes(256) } },
    });
    expect(podOf(objects).hostPID).toBe(true);
    expect(containerOf(objects).securityContext).toEqual({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true, runAsUser: 0 });
    expect(containerOf(objects).volumeMounts).toContainEqual({ mountPath: '/etc/zabbix-agent-include/secret-zabbix-mysql-mysql.conf', name: 'include-secret-zabbix-mysql-mysql-conf', readOnly: true });
    expect(JSON.stringify(objects)).not.toMatch(/Password/);
  });
});
