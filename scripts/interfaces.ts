import { readFileSync } from 'fs';
import * as ts from 'typescript';

/** A prop as its doc comment describes it. */
export interface DocumentedProp {
  readonly name: string;
  readonly type: string;
  readonly optional: boolean;
  /** The comment's text. */
  readonly text: string;
  /** What `@default` says: the value, and the reason behind the dash. */
  readonly byDefault: string | undefined;
}

export interface DocumentedInterface {
  readonly name: string;
  readonly text: string;
  readonly props: readonly DocumentedProp[];
}

/** The exported interfaces of a source file, in its order. */
export function interfacesOf(file: string): DocumentedInterface[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  return source.statements.filter(ts.isInterfaceDeclaration)
    .filter((one) => one.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword))
    .map((one) => ({
      name: one.name.text,
      text: commentOf(one),
      props: one.members.filter(ts.isPropertySignature).map((member) => ({
        name: member.name.getText(source),
        type: member.type?.getText(source) ?? '',
        optional: member.questionToken !== undefined,
        text: commentOf(member),
        byDefault: textOf(ts.getJSDocTags(member).find((tag) => tag.tagName.text === 'default')?.comment),
      })),
    }));
}

function commentOf(node: ts.Node): string {
  const [comment] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return textOf(comment?.comment) ?? '';
}

function textOf(comment: string | ts.NodeArray<ts.JSDocComment> | undefined): string | undefined {
  return ts.getTextOfJSDocComment(comment)?.replace(/\s+/g, ' ').trim();
}
