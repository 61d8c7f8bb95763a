import { Duration } from 'cdk8s';

import {
  AgentDefaults, ConfigFiles, Container, EnvVar, HostPath, HostPathType, ImageName, LifecycleHandler, NodeAgentDaemonSet, ContainerPort, PortRef, Probe, TargetVersion, Volume, VolumeMount,
} from '../../../src';
import type { TestContainer } from '../../harness/container';
import { debianImage } from '../../harness/images';
import { RealProgram, same } from '../program';

const BUSYBOX = '/bin/busybox';
const LEFT_BEHIND = '/var/lib/node-agents-proof';

/** What the program in the container prints, or how it fails. */
async function printed(container: TestContainer, ...command: string[]): Promise<string> {
  const { code, stdout, stderr } = await container.exec([BUSYBOX, ...command]);
  return code === 0 ? stdout.trim() : `exit code ${code}: ${stderr.trim()}`;
}

/** A small agent of a user's own, with one of everything that a pod can say to a process. */
export const program: RealProgram = {
  className: 'NodeAgentDaemonSet',
  program: 'web server of Debian\'s busybox-static',
  container: 'agent',
  image: () => debianImage(['busybox-static'], { entrypoint: [BUSYBOX], user: { uid: 0, gid: 0 } }),
  cases: [
    {
      name: 'a pod of its own network gets its files, its variables, its user and its directories, and nothing more',
      build: (chart) => {
        const agent = new NodeAgentDaemonSet(chart, 'agent', {
          name: 'own-agent',
          targetVersion: TargetVersion.V1_36,
          podLabels: { team: 'search' },
          podSecurityContext: { runAsNonRoot: true, runAsUser: 1234, runAsGroup: 2345, fsGroup: 3456, supplementalGroups: [4567] },
          containers: [Container.of({
            name: 'agent',
            image: ImageName.of('registry.example.com/busybox:v1'),
            // The first process of a process namespace has to handle SIGTERM itself, and httpd does not.
            args: ['sh', '-c', `trap "exit 0" TERM; ${BUSYBOX} httpd -f -p $(PORT) -h /etc/agent & wait`],
            workingDir: '/tmp/work',
            env: [
              EnvVar.of('PORT', '8080'), EnvVar.of('WHO', '$(NODE_NAME)/$(TEAM)/$$(PORT)'), EnvVar.fromField('TEAM', "metadata.labels['team']"), EnvVar.fromField('POD', 'metadata.name'),
            ],
            ports: [ContainerPort.named('http', 8080)],
            securityContext: { readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
            mounts: [VolumeMount.of('/scratch', Volume.emptyDir('scratch')), VolumeMount.of('/tmp/work', Volume.emptyDir('work'))],
            hostPaths: [HostPath.of('/etc/os-release'), HostPath.stateDirectory('node-agents-proof')],
            startupProbe: Probe.exec([BUSYBOX, 'test', '-s', '/etc/agent/index.html'], { period: Duration.seconds(1) }),
            readinessProbe: Probe.httpGet('/index.html', PortRef.named('http'), { successThreshold: 2 }),
            livenessProbe: Probe.tcpSocket(PortRef.number(8080)),
            preStop: LifecycleHandler.exec([BUSYBOX, 'touch', '/scratch/stopping']),
          })],
        });
        agent.addConfigFiles(ConfigFiles.of('/etc/agent', { 'index.html': 'configured\n', 'agent.conf': 'a = 1\n' }));
      },
      check: async (container) => {
        const { pod } = container;
        same('the configuration that it serves', (await container.get('/agent.conf', 'http')).body, 'a = 1\n');
        same('user and groups', await printed(container, 'id'), 'uid=1234 gid=2345 groups=2345,3456,4567');
        same('host name', await printed(container, 'hostname'), pod.pod.metadata.name);
        same('working directory', await printed(container, 'pwd'), '/tmp/work');
        const environment = Object.fromEntries((await printed(container, 'env')).split('\n').map((line) => line.split(/=(.*)/s).slice(0, 2)));
        same('variables', [environment.NODE_NAME, environment.WHO, environment.POD], [
          pod.node.name, `${pod.node.name}/$(TEAM)/$(PORT)`, pod.pod.metadata.name,
        ]);
        same('processes that it sees', (await printed(container, 'ps', '-o', 'pid,args')).split('\n').slice(1, 2).map((line) => line.trim()), [
          `1 ${BUSYBOX} sh -c trap "exit 0" TERM; ${BUSYBOX} httpd -f -p 8080 -h /etc/agent & wait`,
        ]);
        for (const path of ['/new', '/etc/agent/new', '/etc/os-release', '/sys/new', '/var/lib/node-agents-proof/new']) {
          same(`writing ${path} is refused`, /Read-only file system|Permission denied/.test(await printed(container, 'touch', path)), true);
        }
        for (const path of ['/scratch/new', '/tmp/work/new']) {
          same(`writing ${path}`, await printed(container, 'touch', path), '');
        }
        same('network interfaces', await printed(container, 'ls', '/sys/class/net'), 'lo');
        same('the node\'s own file', await printed(container, 'cat', '/etc/os-release') !== '', true);
        return 'served its ConfigMap, wrote its directories and nothing else';
      },
    },
    {
      name: 'user 0 on the host network writes to the node where it was given a reason to, and this machine keeps what it has',
      build: (chart) => new NodeAgentDaemonSet(chart, 'agent', {
        name: 'writing-agent',
        targetVersion: TargetVersion.V1_36,
        defaults: AgentDefaults.all().without('noPrivilegeEscalation'),
        hostNetwork: true,
        hostPid: true,
        containers: [Container.of({
          name: 'agent',
          image: ImageName.of('registry.example.com/busybox:v1'),
          command: [BUSYBOX, 'sh', '-c'],
          args: ['trap "exit 0" TERM; echo started; touch $STATE/position; while sleep 0.1; do :; done'],
          env: [EnvVar.of('STATE', LEFT_BEHIND)],
          securityContext: { capabilities: { add: ['NET_ADMIN'], drop: ['ALL'] } },
          hostPaths: [HostPath.of(LEFT_BEHIND, { type: HostPathType.DIRECTORY_OR_CREATE }).writable('positions must be there for the next pod'), HostPath.varLog()],
          readinessProbe: Probe.exec([BUSYBOX, 'test', '-f', `${LEFT_BEHIND}/position`]),
        })],
      }),
      check: async (container) => {
        const { node } = container.pod;
        same('host name', await printed(container, 'hostname'), node.name);
        same('the file on the node', await node.ok(['ls', LEFT_BEHIND]), 'position\n');
        same('the first process that it sees', (await printed(container, 'cat', '/proc/1/cmdline')).startsWith(node.helper), true);
        const status = await container.proc('status');
        // CAP_NET_ADMIN is number 12.
        same('capabilities', /^CapEff:\s+(\w+)$/m.exec(status)?.[1], (2 ** 12).toString(16).padStart(16, '0'));
        same('NoNewPrivs', /^NoNewPrivs:\s+(\d)$/m.exec(status)?.[1], '0');
        same('writing /var/log is refused', /Read-only file system/.test(await printed(container, 'touch', '/var/log/new')), true);
        same('its log', container.log(), 'started\n');
        return 'wrote its state directory';
      },
    },
  ],
};
