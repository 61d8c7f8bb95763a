import { some } from './given';
import { PodSecurity } from '../values/security';

/** Whether any says something of Windows: options of which none is set are not written, and say nothing. */
export function isForWindows(...securities: readonly (PodSecurity | undefined)[]): boolean {
  return securities.some((security) => security?.windowsOptions !== undefined && some(security.windowsOptions) !== undefined);
}
