import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseAllDocuments } from 'yaml';

import type { DaemonSet, KubeObject } from './harness/kube';
import type { Line } from './harness/programs';

/** What the proof is about: objects as users apply them, and the Kubernetes version that they were synthesized for. */
export interface Subject {
  readonly name: string;
  readonly target: Line;
  readonly objects: readonly KubeObject[];
}

/** Everything that is proven. */
export function subjects(): Subject[] {
  return [articleSubject()];
}

/** Subjects whose target the line has to accept: a line accepts what was made for it and what was made for an older one. */
export function subjectsFor(line: Line): Subject[] {
  return subjects().filter((subject) => line === '1.36' || subject.target === line);
}

export function daemonSetsOf(subject: Subject): DaemonSet[] {
  return subject.objects.filter((object) => object.kind === 'DaemonSet') as DaemonSet[];
}

/** The article's DaemonSet, as a reader of it types it. */
export function articleSubject(): Subject {
  return { name: 'the plain YAML of the article', target: '1.28', objects: readManifests(path.join(__dirname, 'fixtures', 'article-daemonset.yaml')) };
}

export function readManifests(file: string): KubeObject[] {
  return parseAllDocuments(fs.readFileSync(file, 'utf8'))
    .map((document) => {
      if (document.errors.length > 0) {
        throw new Error(`${file}: ${document.errors[0].message}`);
      }
      return document.toJS() as KubeObject | null;
    })
    .filter((object): object is KubeObject => object !== null);
}
