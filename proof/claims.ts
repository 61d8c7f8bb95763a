/** What the proof is about, in the words of the README. Each suite names its claim by number. */
export const CLAIMS: Readonly<Record<number, string>> = {
  0: 'Interrupted, killed or failing, the proof leaves nothing running',
  1: 'Accepted: every object of every example and agent, its options varied, by server-side apply with strict field validation and without a warning',
  2: 'No drift: `kubectl diff` is empty afterwards, and applying again changes neither generation nor spec',
  3: 'Coverage: on 300 mixed nodes, pods stand on exactly the nodes that targeting and tolerations say, compared node by node',
  4: 'Life: pods follow nodes that join, leave, are tainted, drained or not ready, also in a storm, and go with their DaemonSet',
  5: 'Priority: on full nodes a node-critical agent gets its place by preemption, and one without a priority waits',
  6: 'Rollout: a change never has more pods unavailable, or more of them, than the rollout says; a surge surges, and on delete waits',
  7: 'Stability: moving constructs and adopting a DaemonSet restart no pod; a changed configuration restarts exactly its pods',
  8: 'Priority classes and quota do what they say',
  9: 'Refused: what the library refuses the API server refuses too, or there is a reason why not; and no prop says what the API server refuses',
  10: 'Real programs: the pods\' commands, environment, mounts, users and probes, with the program itself on this machine',
};
