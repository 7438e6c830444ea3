// The plainest Eleventy site of the same records: a page each, nothing computed; layouts are looked for from the input.
module.exports = function (config) {
  config.setUseGitIgnore(false);
  config.addGlobalData("layout", "record.liquid");
  config.setQuietMode(true);
  return { markdownTemplateEngine: false, dir: { includes: "../../peer_eleventy/_includes" } };
};
