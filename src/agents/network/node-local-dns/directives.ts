import { fail, show } from '../../../errors';
import { requireList, requireText } from '../../../values/require';

/** Lines of a Corefile whose braces are whole: a missing one would end a block that they stand in. Braces open at the end of a line, and close on one of their own. */
export function requireDirectives(where: string, directives: unknown): asserts directives is readonly string[] {
  requireList(where, 'directives', directives);
  let depth = 0;
  for (const line of directives) {
    requireText(where, 'directive', line);
    if (/[\r\n\0]/.test(line)) {
      fail('InvalidDirective', where, `directive is ${show(line)}; write each line as one of the list`);
    }
    const code = line.replace(/(^|\s)#.*$/, '').trim();
    if (code === '}') {
      depth -= 1;
    } else if (/(^|\s)\{$/.test(code)) {
      depth += 1;
    }
    if (depth < 0) {
      break;
    }
  }
  if (depth !== 0 || directives.length === 0) {
    fail('InvalidDirective', where, `directives are ${show(directives)}; open a brace at the end of a line, and close each on a line of its own`);
  }
}
