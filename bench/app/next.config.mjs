/** As a project has it by default, but for what the bench must not measure: telemetry and type checks are not in here. */
export default {}
