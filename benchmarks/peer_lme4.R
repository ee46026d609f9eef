# The plain nested model by lme4; run by bench_peers.py.
#   Rscript peer_lme4.R nested.csv
# Prints JSON: coefficients, standard deviations, CPU seconds of the fit.
suppressPackageStartupMessages(library(lme4))
data <- read.csv(commandArgs(trailingOnly = TRUE)[1], colClasses = c(county = "character", township = "character", village = "character"))
names <- grep("^(alpha|beta)_", colnames(data), value = TRUE)
formula <- as.formula(paste("y ~ 0 +", paste(names, collapse = " + "),
  "+ (1 | county) + (0 + in_township | township) + (0 + in_village | village)"))
control <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10),
  check.nobs.vs.nlev = "ignore", check.nobs.vs.nRE = "ignore", calc.derivs = FALSE)
spent <- system.time(fit <- lmer(formula, data = data, REML = TRUE, control = control))
spread <- as.data.frame(VarCorr(fit))
sd <- setNames(spread$sdcor, spread$grp)
told <- c(fixef(fit), sigma_1 = sd[["county"]], sigma_2 = sd[["township"]],
  sigma_3 = sd[["village"]], tau = sd[["Residual"]], seconds = spent[["user.self"]] + spent[["sys.self"]])
cat("{", paste(sprintf("\"%s\": %.12g", names(told), told), collapse = ", "), "}")
