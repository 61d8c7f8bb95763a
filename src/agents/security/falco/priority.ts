/** How grave an alert is, most grave first. */
export enum FalcoPriority {
  /** The system cannot be used. */
  EMERGENCY = 'emergency',
  /** Somebody must act at once. */
  ALERT = 'alert',
  /** Critical. */
  CRITICAL = 'critical',
  /** An error. */
  ERROR = 'error',
  /** A warning. */
  WARNING = 'warning',
  /** Worth a look. */
  NOTICE = 'notice',
  /** For information. */
  INFORMATIONAL = 'informational',
  /** Everything. */
  DEBUG = 'debug',
}
