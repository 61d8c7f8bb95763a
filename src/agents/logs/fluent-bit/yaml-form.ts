import { Yaml } from 'cdk8s';
import { Document, Files, Section, ruleOf } from './document';
import { some } from '../../../pod/given';

export const YAML_FILE = 'fluent-bit.yaml';

/** @see https://docs.fluentbit.io/manual/administration/configuring-fluent-bit/yaml */
export function yamlForm({ service, parsers, inputs, filters, outputs }: Document): Files {
  const single = parsers.filter(({ _rules }) => _rules === undefined).map(({ name, _settings }) => ({ name, ..._settings }));
  const multiline = parsers.flatMap(({ name, _settings, _rules }) => (_rules === undefined ? [] : [{ name, ..._settings, rules: _rules.map(ruleOf) }]));
  const document = {
    service,
    ...some({ parsers: single.length === 0 ? undefined : single, multiline_parsers: multiline.length === 0 ? undefined : multiline }),
    pipeline: {
      inputs: inputs.map(entry),
      ...some({ filters: filters.length === 0 ? undefined : filters.map(entry) }),
      outputs: outputs.map(entry),
    },
  };
  return { [YAML_FILE]: Yaml.stringify(document) };
}

function entry({ name, settings }: Section): object {
  return { name, ...settings };
}
