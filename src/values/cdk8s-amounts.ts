import { Size, SizeRoundingBehavior } from 'cdk8s';
import type { Cpu } from 'cdk8s-plus-28';
import { parseAmount } from './amount';
import { Quantity } from './quantity';
import { fail, show } from '../errors';

/*
 * Amounts of cdk8s as Kubernetes counts them. It refuses some of them in words of its own, and lets others through that are none.
 */

/** A whole number of bytes. @throws InvalidQuantity */
export function sizeQuantity(where: string, what: string, size: Size): Quantity {
  const kibibytes = size.toKibibytes({ rounding: SizeRoundingBehavior.NONE });
  if (!Number.isInteger(kibibytes * 1024)) {
    const near = Number.isFinite(kibibytes) ? Math.max(1, Math.round(kibibytes / 1024)) : 64;
    fail('InvalidQuantity', where, `${what} is ${kibibytes} KiB, which is no whole number of bytes; write one that is, such as Size.mebibytes(${near})`);
  }
  return Quantity.parse(`${kibibytes}Ki`);
}

const MILLI = 1_000_000n;

/**
 * Whole millis of a processor: the API server rounds up what is finer, and the manifest would differ from the cluster for ever.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/core/v1/defaults.go (SetDefaults_ResourceList)
 * @throws InvalidQuantity
 */
export function cpuQuantity(where: string, what: string, cpu: Cpu): Quantity {
  const amount = parseAmount(cpu.amount);
  if (amount === undefined || amount.nano < 0n) {
    fail('InvalidQuantity', where, `${what} is ${show(cpu.amount)}; write 0 or more, such as Cpu.millis(100) or Cpu.units(0.5)`);
  }
  if (amount.nano % MILLI !== 0n) {
    fail('InvalidQuantity', where, `${what} is ${show(cpu.amount)}, and Kubernetes counts whole millis and rounds up; write Cpu.millis(${amount.nano / MILLI + 1n})`);
  }
  return Quantity.parse(cpu.amount);
}
