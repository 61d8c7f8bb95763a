import { isSecretName } from '../../src/agents/secret-names';

test.each([
  'password', 'Password', 'dbPassword', 'db_password', 'clientsecret', 'Plugins.PostgreSQL.Sessions.main.Password', 'ssl.key_passwd', 'http_passwd', 'key_passphrase',
  'token', 'bearer_token', 'BearerToken', 'X-Auth-Token', 'auth.pass', 'tls_psk', 'Authorization', 'credential', 'credentials', 'cloud.auth', 'cloud_auth',
  'api_key', 'api-key', 'apikey', 'DD_API_KEY', 'DD_APP_KEY', 'access_key', 'secret_access_key', 'aws_sec_key', 'license_key', 'private_key', 'shared_key', 'writeKey', 'account_key', 'auth_key',
])('%s is a secret', (name) => {
  expect(isSecretName(name)).toBe(true);
});

test.each([
  'passwordFile', 'tokens', 'token_file', 'bypass', 'compass', 'secretName', 'credentials_file', 'key', 'tls_key', 'Log_Key', 'time_key', 'key_name', 'TLSPSKFile', 'TLSPSKIdentity', 'author', '',
])('%s is none', (name) => {
  expect(isSecretName(name)).toBe(false);
});
