// What finding the endpoints of one's own comes to in Lambda: DynamoDB has them for no customer. The bundler puts it in the SDK's place.

export const resolveEndpointDiscoveryConfig = <Config>(config: Config): Config => config;

export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
  environmentVariableSelector: () => false,
  configFileSelector: () => false,
  default: false,
};
